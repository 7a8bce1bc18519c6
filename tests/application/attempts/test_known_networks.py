"""Networks from which an account was used: an allowance and a queue of their own."""

from adapters.testing.builders import DAY, HOUR, NOON, SECOND
from application import Registration
from domain.accounts.allowance import Allowance
from domain.accounts.user import Email
from domain.changes.provenance import Actor
from tests.application.support.guessing import ADDRESS_OF_HOME, UNKNOWN_USER, a_stranger, guess, is_refused
from tests.application.support.world import ADA, BEN, ELSEWHERE, HOME, MONTH, PASSWORD, World


async def test_strangers_cannot_lock_the_owner_out_of_a_known_address(world: World) -> None:
    await world.has_user()
    await world.signs_in(client=HOME)
    for n in range(3):
        await guess(world, ADA, a_stranger(n))
    await is_refused(world, ADA, a_stranger(4))

    await world.signs_in(client=HOME)


async def test_a_network_is_known_for_a_month_after_the_last_log_in_from_it(world: World) -> None:
    ada = await world.has_user()
    await world.signs_in(client=HOME)
    world.now.step(20 * DAY)
    await world.signs_in(client=HOME)
    await world.end_all_sessions(Actor(ada.id))
    world.now.step(MONTH - SECOND)
    for n in range(3):
        await guess(world, ADA, a_stranger(n))

    await world.signs_in(client=ADDRESS_OF_HOME)
    world.now.step(MONTH)
    for n in range(3):
        await guess(world, ADA, a_stranger(n))
    await is_refused(world, ADA, HOME)


async def test_the_network_of_the_registration_is_known(world: World) -> None:
    await world.register(HOME, Registration(email=ADA, password=PASSWORD))
    for n in range(3):
        await guess(world, ADA, a_stranger(n))

    await world.signs_in(client=HOME)


async def test_a_known_network_is_written_once_a_day(world: World) -> None:
    await world.has_user()

    for hours in (0, 23, 1, 0):
        world.now.step(hours * HOUR)
        await world.signs_in(client=HOME)

    (network,) = [each for each in world.store.all_of(Allowance) if each.subject.startswith("known:network:")]
    assert (network.version, network.until) == (1, NOON + MONTH)
    world.now.step(HOUR)
    await world.signs_in(client=HOME)
    (network,) = [each for each in world.store.all_of(Allowance) if each.subject.startswith("known:network:")]
    assert (network.version, network.until) == (2, NOON + MONTH + 25 * HOUR)


async def test_strangers_at_the_same_address_cannot_lock_the_owner_out(world: World) -> None:
    await world.has_user()
    await world.signs_in(client=HOME)
    for n in range(5):
        await guess(world, Email(f"user{n}@example.com"), HOME)
    await is_refused(world, UNKNOWN_USER, HOME)

    await world.signs_in(client=HOME)


async def test_a_known_network_is_served_while_strangers_fill_the_queue(world: World) -> None:
    await world.has_user()
    await world.signs_in(client=HOME)
    world.passwords.overloaded = True

    await world.signs_in(client=HOME)


async def test_a_known_address_may_not_guess_for_ever_either(world: World) -> None:
    await world.has_user()
    await world.signs_in(client=HOME)
    for _ in range(3):
        await guess(world, ADA, HOME)

    await is_refused(world, ADA, HOME)
    await world.signs_in(client=ELSEWHERE)


async def test_the_address_of_one_account_is_not_known_to_another(world: World) -> None:
    await world.has_user(ADA)
    await world.has_user(BEN)
    await world.signs_in(ADA, client=HOME)
    for n in range(3):
        await guess(world, BEN, a_stranger(n))

    await is_refused(world, BEN, HOME)
