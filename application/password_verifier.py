"""Verifying passwords: guesses are limited (NIST SP 800-63B-4, 3.2.2), and unknown accounts are indistinguishable."""

from ipaddress import IPv6Address, IPv6Network, ip_address
from typing import Annotated
from uuid import UUID

from attrs import frozen

from application.allowances import Attempt, AttemptCounter, Limits
from domain.accounts.password import Password
from domain.accounts.user import Email, User
from domain.errors import violations_at
from domain.ids import UserId
from domain.ports import Begin, PasswordHasher
from domain.text import ADDRESS, USER_AGENT

UNKNOWN_USER = UserId(UUID(int=0))


@frozen(kw_only=True)
class ClientInfo:
    """The client of a request; raises `InvalidInput` when a text breaks its rule."""

    address: Annotated[str, ADDRESS]
    """The client's network address, as far as it can be trusted."""
    user_agent: Annotated[str, USER_AGENT] | None = None

    @property
    def network(self) -> str:
        """What attempts are counted by: an IPv4 address, or the /64 of an IPv6 address, which one client controls."""
        try:
            address = ip_address(self.address)
        except ValueError:
            return self.address
        return str(IPv6Network((address, 64), strict=False)) if isinstance(address, IPv6Address) else self.address

    def __attrs_post_init__(self) -> None:
        with violations_at("address"):
            ADDRESS(self.address)
        if self.user_agent is not None:
            with violations_at("user_agent"):
                USER_AGENT(self.user_agent)


@frozen
class PasswordVerifier:
    """Verifies passwords; each guess is counted before it is verified, so that concurrent guesses count as well.

    An address from which the account was used before has a separate allowance: strangers who exhaust the allowance of
    the account cannot lock its owner out.
    """

    begin: Begin
    passwords: PasswordHasher
    attempts: AttemptCounter
    limits: Limits

    async def verify(self, user: User | None, email: Email, password: Password, client: ClientInfo) -> bool:
        """Return whether the password is right; raise `TooManyAttempts`, without verifying it, after too many guesses.

        Without a user it takes as long, counts the same, and returns False.
        """
        attempts = await self._attempts(user, email, client)
        await self.attempts.consume(*attempts)
        verified = await self.passwords.verify(password, user.password_hash if user else None)
        if verified:
            await self.attempts.refund(*attempts)
        return verified

    async def _attempts(self, user: User | None, email: Email, client: ClientInfo) -> tuple[Attempt, Attempt]:
        # The same read for an unknown account, so that timing does not reveal it.
        async with self.begin() as work:
            sessions = await work.sessions.of(user.id if user else UNKNOWN_USER)
        used_before = any(session.address == client.address for session in sessions)
        return (
            Attempt(
                "guess:account", f"{email} {client.address}" if used_before else email, self.limits.guesses_per_account
            ),
            Attempt("guess:address", client.network, self.limits.guesses_per_address),
        )
