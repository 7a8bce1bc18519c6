"""Counting attempts: durably, all or none, and never lost between two who count at once."""

import asyncio
from hashlib import sha256

import pytest

from application.allowances import Use, account_subject
from domain.allowance import Allowance, Limit, TooManyAttempts
from tests.application.world import ADA, World
from tests.builders import HOUR, MINUTE, NOON

THREE = Limit(3, HOUR)
ONE = Limit(1, HOUR)


async def test_each_use_is_counted_until_none_is_left(world: World) -> None:
    use = Use("letters", THREE)
    for _ in range(3):
        await world.meter.take(use)
    world.now.step(MINUTE)

    with pytest.raises(TooManyAttempts) as refusal:
        await world.meter.take(use)

    assert refusal.value.retry_after == 59 * 60
    assert used(world) == {"letters": 3}


async def test_in_the_next_window_counting_begins_again(world: World) -> None:
    await world.meter.take(Use("letters", ONE))
    world.now.step(HOUR)

    await world.meter.take(Use("letters", ONE))

    assert world.store.all_of(Allowance) == [
        Allowance(subject="letters", used=1, since=NOON + HOUR, until=NOON + 2 * HOUR, version=2)
    ]


async def test_of_several_uses_all_are_counted_or_none(world: World) -> None:
    await world.meter.take(Use("letters", ONE))

    with pytest.raises(TooManyAttempts):
        await world.meter.take(Use("parcels", THREE), Use("letters", ONE))
    assert used(world) == {"letters": 1}

    await world.meter.take(Use("parcels", THREE), Use("cards", THREE))
    assert used(world) == {"letters": 1, "parcels": 1, "cards": 1}


async def test_what_is_given_back_can_be_used_again(world: World) -> None:
    letters, parcels = Use("letters", ONE), Use("parcels", THREE)
    await world.meter.take(letters, parcels)

    await world.meter.give_back(letters, parcels, Use("never used", ONE))

    assert used(world) == {"letters": 0, "parcels": 0}
    await world.meter.take(letters)


@pytest.mark.parametrize("known", [False, True])
async def test_of_many_at_once_no_more_come_through_than_are_allowed(world: World, *, known: bool) -> None:
    use = Use("letters", Limit(5, HOUR))
    if known:
        await world.meter.take(use)
        await world.meter.give_back(use)

    results = await asyncio.gather(*(world.meter.take(use) for _ in range(20)), return_exceptions=True)

    assert [type(result) for result in results].count(TooManyAttempts) == 15
    assert used(world) == {"letters": 5}


async def test_of_many_given_back_at_once_each_counts(world: World) -> None:
    use = Use("letters", Limit(20, HOUR))
    await asyncio.gather(*(world.meter.take(use) for _ in range(20)))

    await asyncio.gather(*(world.meter.give_back(use) for _ in range(15)))

    assert used(world) == {"letters": 5}


def test_an_account_is_counted_under_a_name_that_does_not_show_its_address() -> None:
    assert account_subject("guess", ADA) == f"guess:account:{sha256(b'ada@example.com').hexdigest()}"


def used(world: World) -> dict[str, int]:
    return {allowance.subject: allowance.used for allowance in world.store.all_of(Allowance)}
