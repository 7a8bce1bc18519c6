"""From page to page: cursors that only we can make, good for one user and one query."""

from typing import Protocol
from urllib.parse import parse_qsl, quote, urlencode
from uuid import UUID

import msgspec
from attrs import frozen

from domain.errors import Flaw, InvalidInput
from domain.ids import UserId
from domain.query import Place

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

    def open(self, cursor: str) -> Place:
        """The place a cursor stands for; raises `InvalidInput` if we did not make it for this user and query."""
        payload = self.seal.open(cursor, context=self._context())
        try:
            value, place = msgspec.msgpack.decode(payload)
            return Place(value, UUID(bytes=place))
        except (msgspec.MsgspecError, ValueError, TypeError):
            raise InvalidInput((Flaw("", "not-ours", "must be one that this service gave out"),)) from None

    def link_to(self, place: Place) -> str:
        """A Link header that leads to the page behind a place (RFC 8288)."""
        payload = msgspec.msgpack.encode((place.value, place.id.bytes))
        cursor = self.seal.seal(payload, context=self._context())
        kept = [(name, value) for name, value in self._parameters() if name not in {CURSOR, "offset"}]
        return f'<{self.path}?{urlencode([*kept, (CURSOR, cursor)], quote_via=quote)}>; rel="next"'

    def _context(self) -> bytes:
        query = sorted(parameter for parameter in self._parameters() if parameter[0] not in MOVING)
        return self.owner.bytes + urlencode(query).encode()

    def _parameters(self) -> list[tuple[str, str]]:
        return parse_qsl(self.raw_query.decode("latin-1"), keep_blank_values=True)
