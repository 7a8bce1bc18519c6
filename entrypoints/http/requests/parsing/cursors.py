"""Cursors for paging: sealed keyset positions, valid for one user and one query."""

from typing import Protocol
from uuid import UUID

import msgspec
from attrs import evolve, fields, frozen

from application.changes.snapshot import SnapshotPosition
from domain.changes.kinds import ObjectKind
from domain.errors import InvalidInput, violations_at
from domain.ids import UserId
from domain.tasks.filter import TaskFilter
from domain.tasks.query import KeysetPosition, TaskQuery
from entrypoints.http.requests.parsing.query_parameters import encode_query
from entrypoints.http.requests.parsing.task_list_request import TaskListRequest

CURSOR = "cursor"
PAGE_PARAMETERS = frozenset({CURSOR, "offset"})
"""Parameters that the link to the next page replaces."""


class Seal(Protocol):
    """Seals data that clients carry for the service."""

    def seal(self, payload: bytes, *, context: bytes) -> str:
        """Return the payload under a seal, as URL-safe text."""

    def open(self, text: str, *, context: bytes) -> bytes:
        """Return the payload; raise `InvalidInput` unless it was sealed by this service in this context."""


@frozen
class Cursors:
    """The cursors of one user."""

    seal: Seal
    owner: UserId

    def positioned(self, request: TaskListRequest) -> TaskQuery:
        """Return the query of a request, from the position of its cursor on; raise `InvalidInput`."""
        if request.cursor is None:
            return request.query
        with violations_at(CURSOR):
            position = self._open(request.cursor, request.query)
        return evolve(request.query, after=position)

    def link_to_next(self, path: str, request: TaskListRequest, position: KeysetPosition) -> str:
        """Return a Link header for the page after a position (RFC 8288)."""
        payload = msgspec.msgpack.encode((position.value, position.id.bytes))
        cursor = self.seal.seal(payload, context=self._context(request.query))
        kept = [pair for pair in request.parameters if pair[0] not in PAGE_PARAMETERS]
        return f'<{path}?{encode_query([*kept, (CURSOR, cursor)])}>; rel="next"'

    def _open(self, cursor: str, query: TaskQuery) -> KeysetPosition:
        payload = self.seal.open(cursor, context=self._context(query))
        try:
            value, id_ = msgspec.msgpack.decode(payload)
            return KeysetPosition(value, UUID(bytes=id_))
        except (msgspec.MsgspecError, ValueError, TypeError):
            raise InvalidInput.of("not-ours", "must be one that this service gave out") from None

    def _context(self, query: TaskQuery) -> bytes:
        """What a cursor is valid for: the user, the filters and the order, but not the size of the page."""
        values = [_canonical(getattr(query.filter, name)) for name in _CONDITIONS]
        return self.owner.bytes + msgspec.msgpack.encode((values, str(query.sort)))


_CONDITIONS = tuple(each.name for each in fields(TaskFilter))


def _canonical(value: object) -> object:
    return sorted(value, key=repr) if isinstance(value, frozenset) else value


@frozen
class SnapshotCursors:
    """The cursors for the snapshots of one user."""

    seal: Seal
    owner: UserId

    def cursor(self, position: SnapshotPosition | None) -> str | None:
        """Return the cursor of a position, if there is one."""
        if position is None:
            return None
        payload = msgspec.msgpack.encode((position.number, position.kind, position.after and position.after.bytes))
        return self.seal.seal(payload, context=self._context)

    def position(self, cursor: str | None) -> SnapshotPosition | None:
        """Return the position of a cursor, if there is one; raise `InvalidInput`."""
        if cursor is None:
            return None
        with violations_at(CURSOR):
            payload = self.seal.open(cursor, context=self._context)
            try:
                number, kind, after = msgspec.msgpack.decode(payload)
                return SnapshotPosition(number=number, kind=ObjectKind(kind), after=after and UUID(bytes=after))
            except (msgspec.MsgspecError, ValueError, TypeError):
                raise InvalidInput.of("not-ours", "must be one that this service gave out") from None

    @property
    def _context(self) -> bytes:
        return self.owner.bytes + b"snapshot"
