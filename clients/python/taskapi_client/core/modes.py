"""How the coroutines of the core are run, and the types that tell the clients apart.

A resource has one of four modes as its type argument. The modes of dry runs differ from the others in types only.
"""

from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Coroutine, Iterator
from typing import Any, TypeVar

T = TypeVar("T")


class Blocking:
    """Calls return results; iterations are iterators."""

    def finish(self, coroutine: Coroutine[Any, Any, T]) -> T:
        """Run a coroutine that never suspends."""
        return finished(coroutine)

    def iterate(self, items: AsyncGenerator[T, None]) -> Iterator[T]:
        """Yield the items of a generator that never suspends."""
        try:
            while True:
                try:
                    item = finished(anext(items))
                except StopAsyncIteration:
                    return
                yield item
        finally:
            finished(items.aclose())


class Awaiting:
    """Calls return awaitables; iterations are asynchronous iterators."""

    def finish(self, coroutine: Coroutine[Any, Any, T]) -> Awaitable[T]:
        """Return the coroutine."""
        return coroutine

    def iterate(self, items: AsyncGenerator[T, None]) -> AsyncIterator[T]:
        """Return the generator."""
        return items


class BlockingTrial:
    """As `Blocking`, but changes are only tried."""


class AwaitingTrial:
    """As `Awaiting`, but changes are only tried."""


def finished(awaitable: Awaitable[T]) -> T:
    """Return the result of an awaitable that does not suspend."""
    steps = awaitable.__await__()
    try:
        next(steps)
    except StopIteration as end:
        result: T = end.value
        return result
    raise RuntimeError("the core of the synchronous client must not suspend")
