"""Guesses at passwords are limited, counted before they are verified, and treated alike for unknown accounts."""

import asyncio

import pytest

from application import ClientInfo, Credentials
from domain.accounts.allowance import Allowance, TooManyAttempts
from domain.accounts.password import WrongCredentials
from domain.accounts.user import Email
from tests.application.support.world import ADA, BEN, ELSEWHERE, HOME, PASSWORD, WRONG, World
from tests.support.builders import MINUTE

UNKNOWN_USER = Email("nobody@example.com")


async def guess(world: World, email: Email = ADA, client: ClientInfo = ELSEWHERE) -> None:
    """Guess wrongly."""
    with pytest.raises(WrongCredentials):
        await world.log_in(client, Credentials(email=email, password=WRONG))


async def is_refused(world: World, email: Email = ADA, client: ClientInfo = ELSEWHERE) -> None:
    """Find that not even the right password is looked at."""
    looked = len(world.passwords.checked)
    with pytest.raises(TooManyAttempts):
        await world.log_in(client, Credentials(email=email, password=PASSWORD))
    assert len(world.passwords.checked) == looked


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


async def test_strangers_cannot_lock_the_owner_out_of_a_known_address(world: World) -> None:
    await world.has_user()
    await world.signs_in(client=HOME)
    for n in range(3):
        await guess(world, ADA, a_stranger(n))
    await is_refused(world, ADA, a_stranger(4))

    await world.signs_in(client=HOME)


async def test_an_address_is_known_as_long_as_there_is_a_session_from_it_even_an_ended_one(world: World) -> None:
    ada = await world.has_user()
    await world.signs_in(client=HOME)
    await world.end_all_sessions(ada.id)
    for n in range(3):
        await guess(world, ADA, a_stranger(n))

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


def a_stranger(number: int) -> ClientInfo:
    return ClientInfo(address=f"203.0.113.{number}")
