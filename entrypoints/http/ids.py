"""Ids in paths: in one spelling only, so that nothing has two addresses."""

import re
from uuid import UUID

from domain.ids import SessionId, TaskId
from entrypoints.http.refusals import NoSuchPath

_CANONICAL = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def task_id_in(segment: str) -> TaskId:
    """Return the id; raise `NoSuchPath` for every other spelling."""
    return TaskId(_id_in(segment))


def session_id_in(segment: str) -> SessionId:
    """Return the id; raise `NoSuchPath` for every other spelling."""
    return SessionId(_id_in(segment))


def _id_in(segment: str) -> UUID:
    if not _CANONICAL.fullmatch(segment):
        raise NoSuchPath
    return UUID(segment)
