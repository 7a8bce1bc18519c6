"""Combining observers of the store."""

from attrs import frozen

from adapters.postgres.batching.observing import Batch, Observer


@frozen
class BothObservers:
    """Two observers of one store; only the first identifies callers."""

    first: Observer
    second: Observer

    def caller(self) -> object:
        """Return the present caller, as the first observer identifies it."""
        return self.first.caller()

    def committed(self, group: Batch) -> None:
        """Report a committed batch to both."""
        self.first.committed(group)
        self.second.committed(group)

    def answered(self, group: Batch) -> None:
        """Report an answered batch of queries to both."""
        self.first.answered(group)
        self.second.answered(group)
