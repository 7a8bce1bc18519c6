"""Server-Sent Events (WHATWG HTML, 9.2)."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field

MAX_EVENT_BYTES = 16 * 1024 * 1024


@dataclass(frozen=True)
class Event:
    """One event, or without data a comment that has ended."""

    number: int | None
    """Its id, after which a stream continues."""
    data: str | None


@dataclass
class EventParser:
    """Makes events out of the parts of a stream. An event that has not ended is not one."""

    _rest: bytes = b""
    _number: int | None = None
    _data: list[str] = field(default_factory=list)

    def feed(self, part: bytes) -> list[Event]:
        """Return the events that end in this part; raise `ValueError` if one is too large."""
        *lines, self._rest = (self._rest + part).split(b"\n")
        if len(self._rest) + sum(map(len, self._data)) > MAX_EVENT_BYTES:
            raise ValueError(f"an event is larger than {MAX_EVENT_BYTES:,} bytes")
        return [event for line in lines if (event := self._line(line.removesuffix(b"\r").decode())) is not None]

    def _line(self, line: str) -> Event | None:
        if not line:
            return self._dispatched()
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if name == "id":
            self._number = int(value)
        elif name == "data":
            self._data.append(value)
        return None  # comments, `event` and `retry` say nothing that is needed

    def _dispatched(self) -> Event:
        event = Event(self._number, "\n".join(self._data) if self._data else None)
        self._data = []
        return event


async def events_in(parts: AsyncIterator[bytes]) -> AsyncIterator[Event]:
    """Yield the events of a stream."""
    parser = EventParser()
    async for part in parts:
        for event in parser.feed(part):
            yield event
