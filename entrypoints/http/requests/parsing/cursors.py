"""From page to page: cursors that only we can make, good for one user and one query."""

import re
from functools import lru_cache
from typing import Protocol
from urllib.parse import parse_qsl, quote, urlencode
from uuid import UUID

import msgspec
from attrs import field, frozen

from domain.errors import InvalidInput, Violation
from domain.ids import UserId
from domain.tasks.query import KeysetPosition

CURSOR = "cursor"
MOVING = frozenset({CURSOR, "limit", "offset", "count"})
"""Parameters that may differ from page to page; all others belong to the query a cursor was made for."""


class Seal(Protocol):
    """Seals what clients carry for us."""

    def seal(self, payload: bytes, *, context: bytes) -> str:
        """Return the payload under a seal, as URL-safe text."""

    def open(self, text: str, *, context: bytes) -> bytes:
        """Return the payload; raise `InvalidInput` unless it was sealed by us, in this context."""


@frozen
class Pages:
    """The pages of one query by one user."""

    seal: Seal
    owner: UserId
    path: str
    raw_query: bytes
    _rest: bytes = field(init=False)
    """The part of the query that is the same on every page."""

    @_rest.default
    def _without_cursor(self) -> bytes:
        return cursor_apart(self.raw_query)[0]

    def open(self, cursor: str) -> KeysetPosition:
        """The place a cursor stands for; raises `InvalidInput` if we did not make it for this user and query."""
        payload = self.seal.open(cursor, context=self._context())
        try:
            value, place = msgspec.msgpack.decode(payload)
            return KeysetPosition(value, UUID(bytes=place))
        except (msgspec.MsgspecError, ValueError, TypeError):
            raise InvalidInput((Violation("", "not-ours", "must be one that this service gave out"),)) from None

    def link_to(self, place: KeysetPosition) -> str:
        """A Link header that leads to the page behind a place (RFC 8288)."""
        payload = msgspec.msgpack.encode((place.value, place.id.bytes))
        cursor = self.seal.seal(payload, context=self._context())
        return f'<{self.path}?{_kept(self._rest)}{CURSOR}={cursor}>; rel="next"'

    def _context(self) -> bytes:
        return self.owner.bytes + _asked(self._rest)


def cursor_apart(raw_query: bytes) -> tuple[bytes, str | None]:
    """The part of a query string that is the same on every page, and the cursor.

    One that is not spelled as in our links, or is there twice, stays where it is.
    """
    parts = raw_query.split(b"&")
    cursors = [part for part in parts if part.startswith(b"cursor")]
    if len(cursors) != 1 or not _as_in_links(cursors[0]):
        return raw_query, None
    parts.remove(cursors[0])
    return b"&".join(parts), cursors[0].removeprefix(b"cursor=").decode()


_as_in_links = re.compile(rb"cursor=[A-Za-z0-9_-]+").fullmatch


# Many ask the same, but for the cursor.


@lru_cache(maxsize=1_000)
def _asked(raw_query: bytes) -> bytes:
    """What a query asks for, whatever the page, in one spelling."""
    return urlencode(sorted(each for each in _parameters(raw_query) if each[0] not in MOVING)).encode()


@lru_cache(maxsize=1_000)
def _kept(raw_query: bytes) -> str:
    """What the query of the next page begins with."""
    kept = [each for each in _parameters(raw_query) if each[0] not in {CURSOR, "offset"}]
    return urlencode(kept, quote_via=quote) + "&" if kept else ""


def _parameters(raw_query: bytes) -> list[tuple[str, str]]:
    return parse_qsl(raw_query.decode("latin-1"), keep_blank_values=True)
