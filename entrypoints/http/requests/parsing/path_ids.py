"""Ids in paths: UUIDs with hyphens, in either case, because some programs write them in capitals; and numbers."""

import re
from uuid import UUID

from domain.changes.recorded_change import LAST_NUMBER
from domain.errors import InvalidInput
from domain.ids import ProjectId, SessionId, TaskId, TokenId
from entrypoints.http.requests.errors import NoSuchPath
from entrypoints.http.requests.parsing.formats import parse_uuid


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


_number = re.compile("[1-9][0-9]{0,18}").fullmatch


def _id_in(segment: str) -> UUID:
    try:
        return parse_uuid(segment)
    except InvalidInput:
        raise NoSuchPath from None
