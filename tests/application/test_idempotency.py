"""Once per idempotency key: key, effect and answer together, or none of them."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from attrs import evolve

from adapters.testing.builders import DAY, SECOND, a_key, a_task, an_outcome
from application import IdempotentResult, Once, ReceiptBudget, Receipts
from domain.accounts.receipt import IdempotencyKeyReused, Outcome, Receipt, TooManyReceipts
from domain.accounts.session import InvalidToken
from domain.accounts.user import UserNotFound
from domain.changes.provenance import Actor
from domain.ids import UserId
from domain.ports import Work
from domain.tasks.task import NewTask, Task, TaskNotFound
from tests.application.support.world import BEN, World

Do = Callable[[Work], Awaitable[Outcome]]


def making_a_task(world: World, owner: UserId) -> Do:
    """A use case with an effect, whose result identifies the effect."""

    async def do(work: Work) -> Outcome:
        task = (await world.create_task.within(work, Actor(owner), NewTask(title="Water the plants"))).task
        return an_outcome(content=str(task.id).encode())

    return do


async def test_effect_and_receipt_are_committed_together(world: World) -> None:
    ada = await world.has_user()
    key = a_key(owner=ada.id)

    given = await world.once(key, making_a_task(world, ada.id))

    (task,) = world.store.all_of(Task)
    assert given == IdempotentResult(an_outcome(content=str(task.id).encode()), replayed=False)
    assert world.store.all_of(Receipt) == [Receipt.of(key, given.outcome, at=world.now())]


async def test_the_same_request_again_gets_the_same_answer_and_has_no_effect(world: World) -> None:
    ada = await world.has_user()
    key = a_key(owner=ada.id)
    first = await world.once(key, making_a_task(world, ada.id))
    world.now.step(DAY - SECOND)

    again = await world.once(key, making_a_task(world, ada.id))

    assert again == IdempotentResult(first.outcome, replayed=True)
    assert len(world.store.all_of(Task)) == 1


async def test_another_request_under_the_same_key_is_refused(world: World) -> None:
    ada = await world.has_user()
    key = a_key(owner=ada.id)
    await world.once(key, making_a_task(world, ada.id))

    with pytest.raises(IdempotencyKeyReused):
        await world.once(evolve(key, fingerprint=b"another request"), making_a_task(world, ada.id))

    assert len(world.store.all_of(Task)) == 1


@pytest.mark.parametrize("fingerprint", [a_key().fingerprint, b"another request"])
async def test_after_a_day_the_key_is_free_for_any_request(world: World, fingerprint: bytes) -> None:
    ada = await world.has_user()
    key = a_key(owner=ada.id)
    await world.once(key, making_a_task(world, ada.id))
    world.now.step(DAY)
    later = evolve(key, fingerprint=fingerprint)

    given = await world.once(later, making_a_task(world, ada.id))

    assert not given.replayed
    assert len(world.store.all_of(Task)) == 2
    assert world.store.all_of(Receipt) == [evolve(Receipt.of(later, given.outcome, at=world.now()), version=2)]
    assert await world.once(later, making_a_task(world, ada.id)) == IdempotentResult(given.outcome, replayed=True)


@pytest.mark.parametrize("difference", ["owner", "route", "key"])
async def test_what_differs_in_owner_route_or_key_is_another_intention(world: World, difference: str) -> None:
    ada, ben = await world.has_user(), await world.has_user(BEN)
    key = a_key(owner=ada.id)
    others: dict[str, Any] = {"owner": ben.id, "route": "PATCH /tasks/1", "key": "twice"}
    await world.once(key, making_a_task(world, ada.id))

    given = await world.once(evolve(key, **{difference: others[difference]}), making_a_task(world, ada.id))

    assert not given.replayed
    assert len(world.store.all_of(Task)) == 2


async def test_an_error_leaves_no_receipt_and_the_key_free(world: World) -> None:
    ada = await world.has_user()
    key = a_key(owner=ada.id)

    async def fail(work: Work) -> Outcome:
        await making_a_task(world, ada.id)(work)
        raise TaskNotFound(task_id=a_task().id)

    with pytest.raises(TaskNotFound):
        await world.once(key, fail)

    assert (world.store.all_of(Task), world.store.all_of(Receipt)) == ([], [])
    assert not (await world.once(key, making_a_task(world, ada.id))).replayed


async def test_nothing_is_done_once_for_an_account_that_is_gone(world: World) -> None:
    async def do(_: Work) -> Outcome:
        return an_outcome()

    with pytest.raises(UserNotFound):
        await world.once(a_key(), do)


async def test_of_many_requests_at_once_one_has_an_effect_and_all_get_its_answer(world: World) -> None:
    ada = await world.has_user()
    key = a_key(owner=ada.id)

    all_given = await asyncio.gather(*(world.once(key, making_a_task(world, ada.id)) for _ in range(20)))

    (task,) = world.store.all_of(Task)
    assert {given.outcome for given in all_given} == {an_outcome(content=str(task.id).encode())}
    assert [given.replayed for given in all_given].count(False) == 1


async def test_of_many_requests_after_the_key_expired_one_has_an_effect(world: World) -> None:
    ada = await world.has_user()
    key = a_key(owner=ada.id)
    await world.once(key, making_a_task(world, ada.id))
    world.now.step(DAY)

    all_given = await asyncio.gather(*(world.once(key, making_a_task(world, ada.id)) for _ in range(20)))

    assert [given.replayed for given in all_given].count(False) == 1
    assert len(world.store.all_of(Task)) == 2


async def test_another_request_that_was_faster_under_the_same_key_is_a_mismatch(world: World) -> None:
    ada = await world.has_user()
    key = a_key(owner=ada.id)
    rival = evolve(key, fingerprint=b"another request")
    world.contest.admit(lambda: world.once(rival, making_a_task(world, ada.id)))

    with pytest.raises(IdempotencyKeyReused):
        await world.once(key, making_a_task(world, ada.id))

    assert len(world.store.all_of(Task)) == 1


async def test_a_stored_outcome_can_be_read_without_running_anything(world: World) -> None:
    ada = await world.has_user()
    key = a_key(owner=ada.id)
    assert await world.once.stored(key) is None
    given = await world.once(key, making_a_task(world, ada.id))

    assert await world.once.stored(key) == given.outcome
    with pytest.raises(IdempotencyKeyReused):
        await world.once.stored(evolve(key, fingerprint=b"another request"))
    world.now.step(DAY)
    assert await world.once.stored(key) is None


async def test_a_token_names_its_session_after_the_end_until_it_expires(world: World) -> None:
    await world.has_user()
    session, pair = await world.signs_in()
    await world.end_session(Actor(session.user_id), session.id)

    assert world.authenticate.identify(pair.token) == (session.user_id, session.id)
    world.now.step(DAY)
    with pytest.raises(InvalidToken):
        world.authenticate.identify(pair.token)


async def test_an_error_that_a_concurrent_repetition_causes_is_not_returned(world: World) -> None:
    ada = await world.has_user()
    key = a_key(owner=ada.id)

    async def run(_: Work) -> Outcome:
        await world.once(key, making_a_task(world, ada.id))
        raise TaskNotFound(task_id=a_task().id)

    given = await world.once(key, run)

    (task,) = world.store.all_of(Task)
    assert given == IdempotentResult(an_outcome(content=str(task.id).encode()), replayed=True)


LIMIT = 10_000


def once_within(world: World) -> Once:
    """Return the use case with room for few bytes of receipts."""
    budget = ReceiptBudget(world.rate_table, LIMIT, world.now.nanoseconds)
    return Once(world.begin, Receipts(world.now, budget))


async def stores(world: World, owner: UserId, key: str, size: int) -> None:
    """Let a receipt of this size be stored, together with a task."""

    async def run(work: Work) -> Outcome:
        await world.create_task.within(work, Actor(owner), NewTask(title=key))
        return an_outcome(content=bytes(size - bare))

    bare = Receipt.of(a_key(owner=owner, key=key), an_outcome(content=b""), at=world.now()).size
    await once_within(world)(a_key(owner=owner, key=key), run)


async def test_receipts_of_one_user_have_limited_room(world: World) -> None:
    ada, ben = await world.has_user(), await world.has_user(BEN)
    for key in ("one", "two"):
        await stores(world, ada.id, key, LIMIT // 4)

    with pytest.raises(TooManyReceipts) as error:
        await stores(world, ada.id, "three", LIMIT // 4)

    assert error.value.retry_after == DAY.total_seconds() / 2
    assert {task.title for task in world.store.all_of(Task)} == {"one", "two"}
    await stores(world, ben.id, "three", LIMIT // 4)
    world.now.step(timedelta(seconds=error.value.retry_after))
    await stores(world, ada.id, "three", LIMIT // 4)


async def test_at_no_time_do_receipts_exceed_the_limit(world: World) -> None:
    ada = await world.has_user()

    for step in range(100):
        world.now.step(DAY / 24)
        with suppress(TooManyReceipts):
            for number in range(LIMIT // 500):
                await stores(world, ada.id, f"{step} {number}", 500)
        current = [receipt for receipt in world.store.all_of(Receipt) if receipt.is_current(world.now())]
        assert LIMIT / 2 <= sum(receipt.size for receipt in current) <= LIMIT


async def test_without_room_stored_outcomes_are_still_returned(world: World) -> None:
    ada = await world.has_user()
    await stores(world, ada.id, "one", LIMIT // 2)

    await stores(world, ada.id, "one", LIMIT // 2)

    assert len(world.store.all_of(Receipt)) == 1
