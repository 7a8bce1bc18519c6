"""Values that nothing reports, so that the instruments sample them."""

from collections.abc import Awaitable, Callable
from typing import Protocol

from attrs import frozen

from adapters.postgres.store import Occupancy


class Queue(Protocol):
    """Something that callers may have to wait for."""

    @property
    def waiting(self) -> int: ...


@frozen
class Probes:
    """Where to read each value."""

    in_flight: Callable[[], int]
    ready: Callable[[], Awaitable[bool]]
    occupancy: Callable[[], Occupancy]
    passwords: Queue
