"""Waiting for changes: an answer as soon as there is one, or none when the time is over."""

import asyncio

import pytest

from application.changes.feed import Listener, TooManyListeners
from domain.changes.provenance import Actor
from domain.changes.recorded_change import ChangesGone
from tests.application.support.recorded_world import RecordedWorld, others_run


async def test_changes_that_are_there_are_returned_at_once(world: RecordedWorld, actor: Actor) -> None:
    await world.creates(actor)

    changes = await world.await_changes(actor.user_id, 0, 10, seconds=60)

    assert [each.number for each in changes.changes] == [1]
    assert world.feed.count == 0


async def test_a_request_that_waits_is_woken_by_a_change(world: RecordedWorld, actor: Actor) -> None:
    waiting = asyncio.ensure_future(world.await_changes(actor.user_id, 0, 10, seconds=60))
    await others_run()
    assert not waiting.done()

    await world.creates(actor)

    assert [each.number for each in (await waiting).changes] == [1]


async def test_a_request_that_is_woken_for_nothing_waits_on(world: RecordedWorld, actor: Actor) -> None:
    waiting = asyncio.ensure_future(world.await_changes(actor.user_id, 0, 10, seconds=60))
    await others_run()
    world.feed.announce(actor.user_id)
    await others_run()
    assert not waiting.done()

    await world.creates(actor)

    assert [each.number for each in (await waiting).changes] == [1]


async def test_without_changes_the_answer_is_empty_when_the_time_is_over(world: RecordedWorld, actor: Actor) -> None:
    changes = await world.await_changes(actor.user_id, 0, 10, seconds=0)

    assert (changes.changes, changes.next, world.feed.count) == ([], 0, 0)


async def test_all_waits_of_a_request_share_its_time(
    world: RecordedWorld, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    times, waits = iter([100.0, 103.0, 107.0]), []

    async def wait(_: Listener, seconds: float) -> bool:
        waits.append(seconds)
        return len(waits) == 1

    monkeypatch.setattr("application.changes.following.monotonic", lambda: next(times))
    monkeypatch.setattr(Listener, "wait", wait)

    changes = await world.await_changes(actor.user_id, 0, 10, seconds=10)

    assert (changes.changes, waits) == ([], [7, 3])


async def test_a_request_that_waits_is_answered_when_the_feed_is_closed(world: RecordedWorld, actor: Actor) -> None:
    waiting = asyncio.ensure_future(world.await_changes(actor.user_id, 0, 10, seconds=60))
    await others_run()

    world.feed.close()
    await others_run()

    assert waiting.done()
    assert (await waiting).changes == []


async def test_a_number_that_is_gone_is_not_waited_for(world: RecordedWorld, actor: Actor) -> None:
    with pytest.raises(ChangesGone):
        await world.await_changes(actor.user_id, 7, 10, seconds=60)
    assert world.feed.count == 0


async def test_a_user_does_not_wait_more_often_than_allowed(actor: Actor, world: RecordedWorld) -> None:
    world.feed.max_per_user = 1
    waiting = asyncio.ensure_future(world.await_changes(actor.user_id, 0, 10, seconds=60))
    await others_run()

    with pytest.raises(TooManyListeners):
        await world.await_changes(actor.user_id, 0, 10, seconds=60)
    await world.creates(actor)
    assert (await waiting).latest == 1
