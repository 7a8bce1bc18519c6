"""Streams of changes: each change once, in order, and an end whenever there must be one."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing, suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from application.changes.feed import ChangeFeed, FeedClosed, Listener, TooManyListeners, TooManyStreams
from domain.accounts.session import InvalidToken
from domain.changes.provenance import Actor
from domain.changes.recorded_change import ChangesGone, RecordedChange
from domain.ids import UserId
from tests.application.support.recorded_world import RecordedWorld, others_run

Stream = AsyncGenerator[RecordedChange | None, None]


async def admitted() -> None: ...


def stream_of(world: RecordedWorld, owner: UserId, since: int = 0) -> Stream:
    return world.stream_changes(owner, since, admitted)


async def numbers_of(stream: Stream, count: int) -> list[int | None]:
    """Return the numbers of the next items of a stream; None for a heartbeat."""
    items = [await anext(stream) for _ in range(count)]
    return [item.number if item else None for item in items]


async def test_a_stream_begins_at_once_and_yields_changes_as_they_are_committed(
    world: RecordedWorld, actor: Actor
) -> None:
    await world.creates(actor)
    async with aclosing(stream_of(world, actor.user_id)) as stream:
        assert await numbers_of(stream, 2) == [None, 1]
        waiting = asyncio.ensure_future(numbers_of(stream, 2))
        await others_run()
        assert not waiting.done()

        await world.creates(actor)
        await world.creates(actor)

        assert await waiting == [2, 3]
    assert world.feed.count == 0


async def test_a_stream_reads_in_pages(world: RecordedWorld, actor: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("application.changes.following.PAGE", 2)
    for _ in range(5):
        await world.creates(actor)

    async with aclosing(stream_of(world, actor.user_id, since=1)) as stream:
        assert await numbers_of(stream, 5) == [None, 2, 3, 4, 5]


async def test_a_stream_without_changes_has_a_heartbeat_after_every_15_seconds(
    world: RecordedWorld, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[float] = []

    woken = iter([False, False, True, False])

    async def wait(_: Listener, seconds: float) -> bool:
        waits.append(seconds)
        return next(woken)

    monkeypatch.setattr(Listener, "wait", wait)

    async with aclosing(stream_of(world, actor.user_id)) as stream:
        assert await numbers_of(stream, 3) == [None, None, None]
        await world.creates(actor)
        assert await numbers_of(stream, 2) == [1, None]
    assert len(waits) == 4
    assert all(14 <= seconds <= 15 for seconds in waits)


async def test_a_stream_begins_behind_the_given_number_or_the_last_change(world: RecordedWorld, actor: Actor) -> None:
    await world.creates(actor)

    assert await world.stream_changes.beginning(actor.user_id, 0) == 0
    assert await world.stream_changes.beginning(actor.user_id, None) == 1


async def test_a_stream_ends_when_the_feed_is_closed(world: RecordedWorld, actor: Actor) -> None:
    stream = stream_of(world, actor.user_id)
    await anext(stream)
    waiting = asyncio.ensure_future(anext(stream, "the end"))
    await others_run()

    world.feed.close()

    assert await waiting == "the end"
    with pytest.raises(FeedClosed):
        await anext(stream_of(world, actor.user_id))
    assert world.feed.count == 0


@pytest.mark.parametrize("with_changes", [True, False])
async def test_a_stream_ends_with_the_session_before_anything_else_is_yielded(
    world: RecordedWorld, actor: Actor, monkeypatch: pytest.MonkeyPatch, *, with_changes: bool
) -> None:
    monkeypatch.setattr("application.changes.following.HEARTBEAT", 0)
    is_over = False

    async def ensure_admitted() -> None:
        if is_over:
            raise InvalidToken

    stream = world.stream_changes(actor.user_id, 0, ensure_admitted)
    assert await numbers_of(stream, 2) == [None, None]

    is_over = True
    if with_changes:
        await world.creates(actor)

    with pytest.raises(InvalidToken):
        await anext(stream)
    assert world.feed.count == 0


async def test_a_session_that_ends_during_the_wait_gets_no_heartbeat(
    world: RecordedWorld, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("application.changes.following.HEARTBEAT", 0)

    async def ensure_admitted() -> None:
        raise InvalidToken

    stream = world.stream_changes(actor.user_id, 0, ensure_admitted)
    await anext(stream)

    with pytest.raises(InvalidToken):
        await anext(stream)


async def test_a_stream_from_a_number_that_is_gone_does_not_begin(world: RecordedWorld, actor: Actor) -> None:
    with pytest.raises(ChangesGone):
        await anext(stream_of(world, actor.user_id, since=1))


async def test_a_process_has_at_most_so_many_streams(actor: Actor) -> None:
    world = RecordedWorld(feed=ChangeFeed(max_listeners=0))

    with pytest.raises(TooManyStreams):
        await anext(stream_of(world, actor.user_id))


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 4), st.booleans()), max_size=15))
async def test_a_reader_that_connects_again_gets_each_change_once_and_in_order(
    steps: list[tuple[int, int, bool]],
) -> None:
    """Some changes are committed, some are read, and the connection may be lost; then the reader resumes."""
    world = RecordedWorld()
    actor = Actor((await world.has_user()).id)
    received: list[int] = []
    stream = stream_of(world, actor.user_id)

    for commits, reads, is_lost in steps:
        for _ in range(commits):
            await world.creates(actor)
        for _ in range(min(reads, len(world.recorded(actor)) - len(received))):
            while (change := await anext(stream)) is None:
                pass
            received.append(change.number)
        if is_lost:
            await stream.aclose()
            stream = stream_of(world, actor.user_id, since=len(received))
    with suppress(StopAsyncIteration):
        await stream.aclose()

    assert received == list(range(1, len(received) + 1))
    assert world.feed.count == 0


async def test_a_user_has_at_most_so_many_streams(actor: Actor, world: RecordedWorld) -> None:
    world.feed.max_per_user = 1
    async with aclosing(stream_of(world, actor.user_id)) as stream:
        await anext(stream)
        with pytest.raises(TooManyListeners):
            await anext(stream_of(world, actor.user_id))
