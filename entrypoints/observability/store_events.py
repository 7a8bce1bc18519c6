"""What a store reports about itself; any store with these attributes fits, so no adapter is imported here."""

from collections.abc import Sequence
from typing import Protocol

from attrs import frozen


class Batch(Protocol):
    """One batch: units of work that were committed together, or keys that were read by one query."""

    @property
    def size(self) -> int:
        """Units of work, or keys."""

    @property
    def callers(self) -> Sequence[object]:
        """What `StoreObserver.caller` returned for each caller, in order of arrival."""

    @property
    def since(self) -> float:
        """When the first caller arrived, in seconds of `time.monotonic`, as for `began` and `ended`."""

    @property
    def began(self) -> float:
        """When the batch was sent."""

    @property
    def ended(self) -> float:
        """When the result had arrived."""

    @property
    def failures(self) -> Sequence[BaseException]:
        """One error per unit of work that was not committed, or one for a query that failed."""


class Occupancy(Protocol):
    """What a store holds, and what waits for it, at one moment."""

    @property
    def connections(self) -> int: ...
    @property
    def units_waiting(self) -> int: ...
    @property
    def keys_waiting(self) -> int: ...


class StoreObserver(Protocol):
    """Receives the events of a store on its event loop, so it must return quickly."""

    def caller(self) -> object:
        """Return something that identifies the present caller."""

    def committed(self, batch: Batch) -> None:
        """Units of work were committed or rejected."""

    def answered(self, batch: Batch) -> None:
        """Queries were answered or failed."""


@frozen
class StoreObservers:
    """Any number of observers of one store; the one added last identifies callers."""

    observers: tuple[StoreObserver, ...] = ()

    def with_observer(self, observer: StoreObserver) -> "StoreObservers":
        """Return these observers and one more."""
        return StoreObservers((observer, *self.observers))

    def caller(self) -> object:
        """Return what identifies the present caller, None without observers."""
        return self.observers[0].caller() if self.observers else None

    def committed(self, batch: Batch) -> None:
        """Report a committed batch to all."""
        for observer in self.observers:
            observer.committed(batch)

    def answered(self, batch: Batch) -> None:
        """Report an answered batch of queries to all."""
        for observer in self.observers:
            observer.answered(batch)
