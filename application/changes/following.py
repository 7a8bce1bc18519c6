"""Following the record: waiting for changes, and an endless stream of them."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from time import monotonic

from attrs import frozen

from application.changes.feed import ChangeFeed
from application.changes.reading import Changes, ReadChanges, changes_after
from domain.changes.recorded_change import RecordedChange
from domain.ids import UserId
from domain.ports import Begin

PAGE, LARGE_PAGE = 8, 100
"""Changes that a stream reads at once: few, because many streams may read at the same time; more while it lags."""
HEARTBEAT = 15.0
"""The most seconds without changes after which a stream yields None."""


@frozen
class AwaitChanges:
    """Read the changes after a number, and wait for one if there is none; nothing in the store is held meanwhile."""

    read: ReadChanges
    feed: ChangeFeed

    async def __call__(self, owner: UserId, since: int, limit: int, *, seconds: float) -> Changes:
        """Return changes as soon as there are some, or none after so many seconds or when the feed is closed.

        Raises `ChangesGone`; if there are none yet, also `TooManyListeners`, `TooManyStreams` or `FeedClosed`.
        """
        changes = await self.read(owner, since, limit)
        if changes.changes:
            return changes
        until = monotonic() + seconds
        with self.feed.listener(owner, read_up_to=since) as listener:
            changes = await self.read(owner, since, limit)  # so that a commit between the two is not missed
            while not (changes.changes or self.feed.closed) and await listener.wait(until - monotonic()):
                changes = await self.read(owner, since, limit)
        return changes


@frozen
class StreamChanges:
    """Yield the changes of an account as they are committed, until the feed is closed."""

    begin: Begin
    feed: ChangeFeed

    async def beginning(self, owner: UserId, since: int | None) -> int:
        """Return the number after which a stream begins: the given one, or that of the last change."""
        if since is not None:
            return since
        async with self.begin() as work:
            return await work.changes.latest(owner)

    async def __call__(
        self, owner: UserId, since: int, ensure_admitted: Callable[[], Awaitable[object]]
    ) -> AsyncGenerator[RecordedChange | None, None]:
        """Yield None at once, then every change after a number, and None while there are none.

        Ends when the feed is closed. `ensure_admitted` is awaited before anything else is yielded; its errors are
        raised. Raises `ChangesGone`, `TooManyListeners`, `TooManyStreams` or `FeedClosed` before anything is yielded.
        """
        with self.feed.listener(owner, read_up_to=since) as listener:
            changes = await self._after(owner, since, PAGE)
            yield None
            while not self.feed.closed:
                if changes:
                    await ensure_admitted()
                for change in changes:
                    yield change
                    listener.read_up_to = change.number
                if changes or await listener.wait(_seconds_until_heartbeat()):
                    limit = LARGE_PAGE if len(changes) >= PAGE else PAGE
                    changes = await self._after(owner, listener.read_up_to, limit)
                else:
                    await ensure_admitted()
                    yield None

    async def _after(self, owner: UserId, number: int, limit: int) -> Sequence[RecordedChange]:
        async with self.begin() as work:
            changes, _ = await changes_after(work, owner, number, limit)
        return changes


def _seconds_until_heartbeat() -> float:
    """Return the seconds until a heartbeat is due: at full seconds, so that all listeners are admitted by few reads."""
    return HEARTBEAT - monotonic() % 1
