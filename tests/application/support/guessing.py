"""Guesses at passwords."""

import pytest

from application import ClientInfo, Credentials
from domain.accounts.allowance import TooManyAttempts
from domain.accounts.password import WrongCredentials
from domain.accounts.user import Email
from tests.application.support.world import ADA, ELSEWHERE, HOME, PASSWORD, WRONG, World

UNKNOWN_USER = Email("nobody@example.com")
ADDRESS_OF_HOME = ClientInfo(address=HOME.address)


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


def a_stranger(number: int) -> ClientInfo:
    return ClientInfo(address=f"203.0.113.{number}")
