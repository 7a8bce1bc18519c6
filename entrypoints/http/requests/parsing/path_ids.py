"""Parameters in paths: labels, numbers, and UUIDs with hyphens, in either case because some programs use capitals."""

import re
from urllib.parse import unquote_to_bytes
from uuid import UUID

from domain.changes.recorded_change import LAST_NUMBER
from domain.errors import InvalidInput
from domain.ids import ProjectId, SessionId, TaskId, TokenId
from domain.text import LABEL
from entrypoints.http.requests.errors import NoSuchPath
from entrypoints.http.requests.parsing.formats import parse_uuid
from entrypoints.http.requests.parsing.query_parameters import broken_escape


def task_id_in(segment: str) -> TaskId:
    """Return the id; raise `NoSuchPath` unless it is a UUID with hyphens."""
    return TaskId(_id_in(segment))


def project_id_in(segment: str) -> ProjectId:
    """Return the id; raise `NoSuchPath` unless it is a UUID with hyphens."""
    return ProjectId(_id_in(segment))


def session_id_in(segment: str) -> SessionId:
    """Return the id; raise `NoSuchPath` unless it is a UUID with hyphens."""
    return SessionId(_id_in(segment))


def token_id_in(segment: str) -> TokenId:
    """Return the id; raise `NoSuchPath` unless it is a UUID with hyphens."""
    return TokenId(_id_in(segment))


def change_number_in(segment: str) -> int:
    """Return the number of a change; raise `NoSuchPath` unless it is one in decimal digits."""
    if not _number(segment) or int(segment) > LAST_NUMBER:
        raise NoSuchPath
    return int(segment)


def label_in(segment: str) -> str:
    """Return the percent-encoded label; raise `NoSuchPath` unless it can be one."""
    raw = segment.encode("latin-1")
    if broken_escape(raw):
        raise NoSuchPath
    try:
        return LABEL(unquote_to_bytes(raw).decode())
    except (UnicodeDecodeError, InvalidInput):
        raise NoSuchPath from None


_number = re.compile("[1-9][0-9]{0,18}").fullmatch


def _id_in(segment: str) -> UUID:
    try:
        return parse_uuid(segment)
    except InvalidInput:
        raise NoSuchPath from None
