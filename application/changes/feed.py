"""Waking those who wait for changes: requests that are held, and streams of events."""

import asyncio
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from attrs import define, field

from domain.errors import TooMany, Unavailable
from domain.ids import UserId


@define(eq=False)
class Listener:
    """One that waits for changes of an account."""

    owner: UserId
    read_up_to: int = 0
    """The number of the last change that it has read."""
    waiting: bool = field(default=False, init=False)
    """Whether it reads nothing until it is woken."""
    _awake: asyncio.Event = field(factory=asyncio.Event, init=False)

    def wake(self) -> None:
        """Let it look for changes."""
        self._awake.set()

    async def wait(self, seconds: float) -> bool:
        """Return whether there may be changes since the last call; wait for them at most so long."""
        self.waiting = True
        try:
            async with asyncio.timeout(seconds):
                await self._awake.wait()
        except TimeoutError:
            return False
        finally:
            self.waiting = False
        self._awake.clear()
        return True


@define
class ChangeFeed:
    """All listeners of one process.

    A store announces what it commits here. What other processes commit is found by asking the store regularly about
    all accounts with listeners at once.
    """

    max_listeners: int = 10_000
    max_per_user: int = 20
    closed: bool = field(default=False, init=False)
    """Whether streams are to end."""
    _listeners: dict[UserId, set[Listener]] = field(factory=dict, init=False)
    _count: int = field(default=0, init=False)

    @contextmanager
    def listener(self, owner: UserId, *, read_up_to: int) -> Iterator[Listener]:
        """Return a listener for the duration of a block; raise `TooManyListeners`, `TooManyStreams` or `FeedClosed`."""
        if self.closed:
            raise FeedClosed
        own = self._listeners.get(owner, set())
        if len(own) >= self.max_per_user:
            raise TooManyListeners(limit=self.max_per_user)
        if self._count >= self.max_listeners:
            raise TooManyStreams
        listener = Listener(owner, read_up_to)
        self._listeners[owner] = own
        own.add(listener)
        self._count += 1
        try:
            yield listener
        finally:
            self._count -= 1
            own.discard(listener)
            if not own:
                del self._listeners[owner]

    @property
    def count(self) -> int:
        """How many listeners there are."""
        return self._count

    def announce(self, owner: UserId) -> None:
        """Wake the listeners of an account, because it has new changes."""
        for listener in self._listeners.get(owner, ()):
            listener.wake()

    def read_up_to(self) -> Mapping[UserId, int]:
        """Return, for each account with waiting listeners, the lowest number up to which one of them has read."""
        lowest: dict[UserId, int] = {}
        for owner, own in self._listeners.items():
            numbers = [each.read_up_to for each in own if each.waiting]
            if numbers:
                lowest[owner] = min(numbers)
        return lowest

    def close(self) -> None:
        """Let all streams end."""
        self.closed = True
        for own in self._listeners.values():
            for listener in own:
                listener.wake()


@define(eq=False)
class TooManyListeners(TooMany):
    """One user waits for changes too often at once."""

    limit: int
    retry_after: float = 5.0

    def __str__(self) -> str:
        return f"there are already {self.limit} requests that wait for changes of this account; end one of them first"


@define(eq=False)
class TooManyStreams(Unavailable):
    """All users together wait for changes too often at once."""

    retry_after: float = 5.0

    def __str__(self) -> str:
        return "too many requests wait for changes at the moment; retry"


@define(eq=False)
class FeedClosed(Unavailable):
    """This process is about to stop."""

    def __str__(self) -> str:
        return "this server is stopping; connect again"
