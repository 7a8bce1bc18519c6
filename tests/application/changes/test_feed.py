"""The listeners of one process: whom a commit wakes, how many there may be, and how they end."""

import asyncio
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from adapters.testing.builders import a_user_id
from application.changes.feed import ChangeFeed, FeedClosed, TooManyListeners, TooManyStreams

ADA, BEN = a_user_id(), a_user_id()


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


async def test_an_announcement_wakes_all_listeners_of_the_account_and_no_others(stack: ExitStack) -> None:
    feed = ChangeFeed()
    first, second = (stack.enter_context(feed.listener(ADA, read_up_to=0)) for _ in range(2))
    other = stack.enter_context(feed.listener(BEN, read_up_to=0))

    feed.announce(ADA)

    assert [await each.wait(0) for each in (first, second, other)] == [True, True, False]


async def test_an_announcement_between_two_waits_is_not_lost_and_counts_once(stack: ExitStack) -> None:
    feed = ChangeFeed()
    listener = stack.enter_context(feed.listener(ADA, read_up_to=0))
    feed.announce(ADA)
    feed.announce(ADA)

    assert [await listener.wait(0), await listener.wait(0)] == [True, False]


async def test_an_announcement_without_listeners_is_ignored(stack: ExitStack) -> None:
    feed = ChangeFeed()
    feed.announce(ADA)

    assert not await stack.enter_context(feed.listener(ADA, read_up_to=0)).wait(0)


async def test_a_time_that_is_over_is_no_time_to_wait(stack: ExitStack) -> None:
    listener = stack.enter_context(ChangeFeed().listener(ADA, read_up_to=0))

    assert not await listener.wait(-1)


def test_one_account_has_at_most_so_many_listeners(stack: ExitStack) -> None:
    feed = ChangeFeed(max_per_user=2)
    stack.enter_context(feed.listener(ADA, read_up_to=0))
    with feed.listener(ADA, read_up_to=0):
        with pytest.raises(TooManyListeners) as refusal, feed.listener(ADA, read_up_to=0):
            pass
        stack.enter_context(feed.listener(BEN, read_up_to=0))

    assert str(refusal.value) == (
        "there are already 2 requests that wait for changes of this account; end one of them first"
    )
    stack.enter_context(feed.listener(ADA, read_up_to=0))


def test_all_accounts_together_have_at_most_so_many_listeners(stack: ExitStack) -> None:
    feed = ChangeFeed(max_listeners=2)
    stack.enter_context(feed.listener(ADA, read_up_to=0))
    with feed.listener(BEN, read_up_to=0):
        with pytest.raises(TooManyStreams) as refusal, feed.listener(BEN, read_up_to=0):
            pass
        assert feed.count == 2

    assert str(refusal.value) == "too many requests wait for changes at the moment; retry"
    assert feed.count == 1


def test_a_listener_ends_with_its_block_however_that_is_left(stack: ExitStack) -> None:
    feed = ChangeFeed()
    with pytest.raises(ZeroDivisionError), feed.listener(ADA, read_up_to=0):
        raise ZeroDivisionError
    assert (feed.count, feed.read_up_to()) == (0, {})

    stack.enter_context(feed.listener(ADA, read_up_to=3))
    assert feed.count == 1


async def test_a_closed_feed_wakes_all_listeners_and_takes_no_new_ones(stack: ExitStack) -> None:
    feed = ChangeFeed()
    listeners = [stack.enter_context(feed.listener(owner, read_up_to=0)) for owner in (ADA, BEN)]

    feed.close()

    assert [await each.wait(0) for each in listeners] == [True, True]
    with pytest.raises(FeedClosed) as refusal, feed.listener(ADA, read_up_to=0):
        pass
    assert str(refusal.value) == "this server is stopping; connect again"


async def test_a_listener_that_waits_behind_another_one_is_not_passed_over(stack: ExitStack) -> None:
    """The other one began with a number that it has from another process."""
    feed = ChangeFeed()
    waits = [
        asyncio.ensure_future(stack.enter_context(feed.listener(ADA, read_up_to=number)).wait(60))
        for number in (4, 3, 5)
    ]
    await asyncio.sleep(0)

    assert feed.read_up_to() == {ADA: 3}

    feed.announce(ADA)
    assert await asyncio.gather(*waits) == [True, True, True]


async def test_a_listener_that_does_not_wait_does_not_cause_others_to_be_woken(stack: ExitStack) -> None:
    feed = ChangeFeed()
    stack.enter_context(feed.listener(ADA, read_up_to=3))
    waiting = asyncio.ensure_future(stack.enter_context(feed.listener(ADA, read_up_to=5)).wait(60))
    await asyncio.sleep(0)

    assert feed.read_up_to() == {ADA: 5}

    feed.announce(ADA)
    assert await waiting
    assert feed.read_up_to() == {}
