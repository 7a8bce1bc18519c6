"""Events of the store, for metrics and traces, of which it knows nothing."""

import logging
from collections.abc import Callable, Sequence
from typing import Protocol

from attrs import frozen

log = logging.getLogger("taskapi.postgres")


@frozen
class Batch:
    """One batch: units of work that were committed together, or keys of one query."""

    size: int
    """Units, or keys."""
    callers: Sequence[object]
    """What `Observer.caller` returned for each caller, in the order of arrival."""
    since: float
    """When the first caller arrived, in seconds of `time.monotonic`, like the other two."""
    began: float
    """When the batch was sent."""
    ended: float
    """When the result was there."""
    failures: Sequence[BaseException] = ()
    """Errors: for units one for each that was not committed, for queries one for all."""


class Observer(Protocol):
    """Receives events; is called on the event loop, so it must return quickly."""

    def caller(self) -> object:
        """Return something that identifies the present caller."""

    def committed(self, batch: Batch) -> None:
        """Units of work were committed or rejected."""

    def answered(self, batch: Batch) -> None:
        """Queries were answered."""


class NullObserver:
    """Ignores all events."""

    def caller(self) -> object:
        """Do nothing."""
        return None

    def committed(self, batch: Batch) -> None:
        """Do nothing."""

    def answered(self, batch: Batch) -> None:
        """Do nothing."""


UNOBSERVED = NullObserver()


@frozen
class SafeObserver:
    """Logs the errors of an observer, so that they do not reach the callers of the store."""

    observer: Observer

    def caller(self) -> object:
        """Return the observer's answer, None if it fails."""
        try:
            return self.observer.caller()
        except Exception:
            log.exception("an observer failed")
            return None

    def committed(self, batch: Batch) -> None:
        """Forward the event."""
        _forward(self.observer.committed, batch)

    def answered(self, batch: Batch) -> None:
        """Forward the event."""
        _forward(self.observer.answered, batch)


def _forward(observer: Callable[[Batch], None], batch: Batch) -> None:
    try:
        observer(batch)
    except Exception:
        log.exception("an observer failed")
