"""Checking a password so that guessing does not pay (NIST SP 800-63B-4, 3.2.2) and nobody learns who has an account."""

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

NOBODY = UserId(UUID(int=0))


@frozen(kw_only=True)
class ClientInfo:
    """Where a request comes from; raises `InvalidInput` when a text breaks its rule."""

    address: Annotated[str, ADDRESS]
    """The client's network address, as far as it can be trusted."""
    user_agent: Annotated[str, USER_AGENT] | None = None

    def __attrs_post_init__(self) -> None:
        with violations_at("address"):
            ADDRESS(self.address)
        if self.user_agent is not None:
            with violations_at("user_agent"):
                USER_AGENT(self.user_agent)


@frozen
class PasswordVerifier:
    """Checks passwords, each guess counted before it is verified, so that parallel ones count too.

    An address from which the account was signed in to before has an allowance
    of its own: strangers who use up the account's cannot lock its owner out.
    """

    begin: Begin
    passwords: PasswordHasher
    meter: AttemptCounter
    limits: Limits

    async def right(self, user: User | None, email: Email, password: Password, origin: ClientInfo) -> bool:
        """Whether this is the password; raise `TooManyAttempts` without looking when too many were tried.

        With no user it takes as long, counts the same, and is false.
        """
        uses = await self._uses(user, email, origin)
        await self.meter.take(*uses)
        right = await self.passwords.verify(password, user.password_hash if user else None)
        if right:
            await self.meter.give_back(*uses)
        return right

    async def _uses(self, user: User | None, email: Email, origin: ClientInfo) -> tuple[Attempt, Attempt]:
        # The same read for nobody, so that time tells nothing.
        async with self.begin() as work:
            sessions = await work.sessions.of(user.id if user else NOBODY)
        known = any(session.address == origin.address for session in sessions)
        return (
            Attempt("guess:account", f"{email} {origin.address}" if known else email, self.limits.guesses_per_account),
            Attempt("guess:address", origin.address, self.limits.guesses_per_address),
        )
