"""Ids in paths: in one spelling only, so that nothing has two addresses."""

from uuid import UUID

from domain.errors import InvalidInput
from domain.ids import SessionId, TaskId
from entrypoints.http.requests.errors import NoSuchPath
from entrypoints.http.requests.parsing.formats import uuid_of


def task_id_in(segment: str) -> TaskId:
    """Return the id; raise `NoSuchPath` for every other spelling."""
    return TaskId(_id_in(segment))


def session_id_in(segment: str) -> SessionId:
    """Return the id; raise `NoSuchPath` for every other spelling."""
    return SessionId(_id_in(segment))


def _id_in(segment: str) -> UUID:
    try:
        return uuid_of(segment)
    except InvalidInput:
        raise NoSuchPath from None
