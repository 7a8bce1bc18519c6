"""Values that no event reports, so the metrics sample them."""

from collections.abc import Awaitable, Callable
from typing import Protocol

from attrs import frozen

from entrypoints.observability.store_events import Occupancy


class Queue(Protocol):
    """A queue of callers."""

    @property
    def waiting(self) -> int: ...


@frozen
class Probes:
    """How to read each value."""

    in_flight: Callable[[], int]
    ready: Callable[[], Awaitable[bool]]
    occupancy: Callable[[], Occupancy]
    passwords: Queue
