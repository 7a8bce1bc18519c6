"""What the store tells about itself, to whoever wants to know; it knows neither metrics nor traces."""

import logging
from collections.abc import Callable, Sequence
from typing import Protocol

from attrs import frozen

log = logging.getLogger("taskapi.postgres")


@frozen
class Group:
    """What went to the database in one go: units of work, or questions of one kind."""

    size: int
    """Units, or keys."""
    callers: Sequence[object]
    """What `Observer.caller` returned for each who waited, as they came."""
    since: float
    """When the oldest came, in seconds of `time.monotonic`, as the other two."""
    began: float
    """When the database was asked."""
    ended: float
    """When it had answered."""
    failures: Sequence[BaseException] = ()
    """What went wrong: for units one error for each that was not committed, for questions one for all."""


class Observer(Protocol):
    """Is called in the midst of work, so it returns at once."""

    def caller(self) -> object:
        """Whatever shall be known later of who is asking now."""

    def committed(self, group: Group) -> None:
        """Units of work were committed, or refused."""

    def answered(self, group: Group) -> None:
        """Questions were answered."""


class Unobserved:
    """Nobody wants to know."""

    def caller(self) -> object:
        """Nothing."""
        return None

    def committed(self, group: Group) -> None:
        """Nothing."""

    def answered(self, group: Group) -> None:
        """Nothing."""


UNOBSERVED = Unobserved()


@frozen
class SafeObserver:
    """An observer whose mistakes are logged and do no harm: those who wait for the database must not pay for them."""

    observer: Observer

    def caller(self) -> object:
        """Whatever the observer says, nothing if it fails."""
        try:
            return self.observer.caller()
        except Exception:
            log.exception("an observer failed")
            return None

    def committed(self, group: Group) -> None:
        """Tell the observer."""
        _tell(self.observer.committed, group)

    def answered(self, group: Group) -> None:
        """Tell the observer."""
        _tell(self.observer.answered, group)


def _tell(observer: Callable[[Group], None], group: Group) -> None:
    try:
        observer(group)
    except Exception:
        log.exception("an observer failed")
