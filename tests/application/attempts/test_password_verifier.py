"""Guesses at passwords are limited, counted before they are verified, and treated alike for unknown accounts."""

import asyncio

import pytest

from adapters.testing.builders import MINUTE
from application import ClientInfo, Credentials
from domain.accounts.allowance import Allowance, TooManyAttempts
from domain.accounts.password import WrongCredentials
from domain.accounts.user import Email
from domain.errors import HashingOverloaded
from tests.application.support.guessing import UNKNOWN_USER, a_stranger, guess, is_refused
from tests.application.support.world import ADA, ELSEWHERE, HOME, PASSWORD, WRONG, World


@pytest.mark.parametrize("email", [ADA, UNKNOWN_USER])
async def test_after_three_wrong_guesses_at_an_account_nobody_may_guess(world: World, email: Email) -> None:
    await world.has_user(ADA)
    for n in range(3):
        await guess(world, email, a_stranger(n))

    await is_refused(world, email, a_stranger(4))


async def test_after_the_window_one_may_guess_again(world: World) -> None:
    await world.has_user()
    for _ in range(3):
        await guess(world)
    world.now.step(15 * MINUTE)

    await world.signs_in(client=ELSEWHERE)


async def test_after_five_wrong_guesses_an_address_is_shut_out_of_every_account(world: World) -> None:
    await world.has_user(ADA)
    for n in range(5):
        await guess(world, Email(f"user{n}@example.com"))

    await is_refused(world, ADA, ELSEWHERE)
    await world.signs_in(ADA, client=HOME)


@pytest.mark.parametrize("email", [ADA, UNKNOWN_USER])
async def test_guesses_at_the_same_moment_all_count(world: World, email: Email) -> None:
    await world.has_user(ADA)
    attempts = [world.log_in(a_stranger(n), Credentials(email=email, password=WRONG)) for n in range(20)]

    results = await asyncio.gather(*attempts, return_exceptions=True)

    assert [type(result) for result in results].count(WrongCredentials) == 3
    assert [type(result) for result in results].count(TooManyAttempts) == 17
    assert len(world.passwords.checked) == 3


async def test_a_right_password_costs_nothing(world: World) -> None:
    await world.has_user()
    for _ in range(2):
        await guess(world)

    for n in range(10):
        await world.signs_in(client=a_stranger(n))

    await guess(world)
    await is_refused(world)


@pytest.mark.parametrize("email", [ADA, UNKNOWN_USER])
async def test_a_guess_that_was_not_verified_does_not_count(world: World, email: Email) -> None:
    await world.has_user()
    world.passwords.overloaded = True
    for n in range(20):
        with pytest.raises(HashingOverloaded):
            await world.log_in(a_stranger(n % 2), Credentials(email=email, password=PASSWORD))
    world.passwords.overloaded = False

    for _ in range(3):
        await guess(world, email, a_stranger(9))
    await is_refused(world, email, a_stranger(9))


@pytest.mark.parametrize("steps", range(12))
async def test_a_log_in_that_is_cancelled_anywhere_costs_nothing_or_was_verified(world: World, steps: int) -> None:
    await world.has_user()
    log_in = asyncio.ensure_future(world.log_in(ELSEWHERE, Credentials(email=ADA, password=WRONG)))
    for _ in range(steps):
        await asyncio.sleep(0)
    log_in.cancel()
    outcome = (await asyncio.gather(log_in, return_exceptions=True))[0]

    counted = sum(allowance.used for allowance in world.store.all_of(Allowance))

    assert counted == (2 if isinstance(outcome, WrongCredentials) else 0)


async def test_a_refused_guess_reads_and_writes_the_same_for_every_account(world: World) -> None:
    await world.has_user()
    for _ in range(4):
        await world.signs_in(client=HOME)
    asked = []
    for email in (ADA, UNKNOWN_USER):
        for n in range(3):
            await guess(world, email, a_stranger(n))
        before = world.contest.units
        await is_refused(world, email, a_stranger(9))
        asked.append(world.contest.units - before)

    assert asked == [3, 3]


async def test_nobodys_account_is_verified_and_counted_like_any_other(world: World) -> None:
    ada = await world.has_user(ADA)
    await guess(world, ADA, a_stranger(1))
    await guess(world, UNKNOWN_USER, a_stranger(2))

    counted = [allowance.used for allowance in world.store.all_of(Allowance)]

    assert world.passwords.checked == [ada.password_hash, None]
    assert counted == [1, 1, 1, 1]


async def test_accounts_and_addresses_are_counted_under_pseudonyms(world: World) -> None:
    await world.has_user()
    await world.signs_in(client=HOME)
    await guess(world, ADA, HOME)
    await guess(world, ADA, ELSEWHERE)

    assert {allowance.subject for allowance in world.store.all_of(Allowance)} == {
        "guess:account:<ada@example.com>",
        "guess:account:<ada@example.com 192.0.2.1>",
        "guess:address:<192.0.2.1>",
        "guess:address:<198.51.100.7>",
        "known:network:<ada@example.com 192.0.2.1>",
    }


async def test_that_an_account_is_gone_does_not_show_in_what_is_left_of_its_guesses(world: World) -> None:
    await world.has_user()
    session, _ = await world.signs_in(client=HOME)
    for n in range(3):
        await guess(world, ADA, a_stranger(n))

    await world.delete_account(session, HOME, PASSWORD)

    await is_refused(world, ADA, a_stranger(4))
    world.now.step(15 * MINUTE)
    await guess(world, ADA, a_stranger(4))


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
        ("unix socket", "unix socket"),
    ],
)
def test_guesses_are_counted_by_ipv4_address_by_64_or_by_the_text_that_the_server_gave(
    address: str, network: str
) -> None:
    assert ClientInfo(address=address).network == network
