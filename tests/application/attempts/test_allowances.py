"""Counting attempts: durably, all or none, and never lost between two who count at once."""

import asyncio

import pytest

from adapters.testing.builders import HOUR, MINUTE, NOON
from application.attempts.allowances import Attempt
from domain.accounts.allowance import Allowance, Limit, TooManyAttempts
from tests.application.support.world import World

THREE = Limit(3, HOUR)
ONE = Limit(1, HOUR)


async def test_each_use_is_counted_until_none_is_left(world: World) -> None:
    use = Attempt("post", "letters", THREE)
    for _ in range(3):
        await world.attempts.consume(use)
    world.now.step(MINUTE)

    with pytest.raises(TooManyAttempts) as refusal:
        await world.attempts.consume(use)

    assert refusal.value.retry_after == 59 * 60
    assert used(world) == {"post:<letters>": 3}


async def test_in_the_next_window_counting_begins_again(world: World) -> None:
    await world.attempts.consume(Attempt("post", "letters", ONE))
    world.now.step(HOUR)

    await world.attempts.consume(Attempt("post", "letters", ONE))

    assert world.store.all_of(Allowance) == [
        Allowance(subject="post:<letters>", used=1, since=NOON + HOUR, until=NOON + 2 * HOUR, version=2)
    ]


async def test_of_several_uses_all_are_counted_or_none(world: World) -> None:
    await world.attempts.consume(Attempt("post", "letters", ONE))

    with pytest.raises(TooManyAttempts):
        await world.attempts.consume(Attempt("post", "parcels", THREE), Attempt("post", "letters", ONE))
    assert used(world) == {"post:<letters>": 1}

    await world.attempts.consume(Attempt("post", "parcels", THREE), Attempt("post", "cards", THREE))
    assert used(world) == {"post:<letters>": 1, "post:<parcels>": 1, "post:<cards>": 1}


async def test_what_is_given_back_can_be_used_again(world: World) -> None:
    letters, parcels = Attempt("post", "letters", ONE), Attempt("post", "parcels", THREE)
    await world.attempts.consume(letters, parcels)

    await world.attempts.refund(letters, parcels, Attempt("post", "never used", ONE))

    assert used(world) == {"post:<letters>": 0, "post:<parcels>": 0}
    await world.attempts.consume(letters)


@pytest.mark.parametrize("counted_before", [False, True])
async def test_of_many_at_once_no_more_come_through_than_are_allowed(world: World, *, counted_before: bool) -> None:
    use = Attempt("post", "letters", Limit(5, HOUR))
    if counted_before:
        await world.attempts.consume(use)
        await world.attempts.refund(use)

    results = await asyncio.gather(*(world.attempts.consume(use) for _ in range(20)), return_exceptions=True)

    assert [type(result) for result in results].count(TooManyAttempts) == 15
    assert used(world) == {"post:<letters>": 5}


async def test_of_many_given_back_at_once_each_counts(world: World) -> None:
    use = Attempt("post", "letters", Limit(20, HOUR))
    await asyncio.gather(*(world.attempts.consume(use) for _ in range(20)))

    await asyncio.gather(*(world.attempts.refund(use) for _ in range(15)))

    assert used(world) == {"post:<letters>": 5}


def used(world: World) -> dict[str, int]:
    return {allowance.subject: allowance.used for allowance in world.store.all_of(Allowance)}
