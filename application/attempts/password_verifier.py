"""Verifying passwords: guesses are limited (NIST SP 800-63B-4, 3.2.2), and unknown accounts are indistinguishable."""

from attrs import define, field, frozen

from application.attempts.allowances import Attempt, AttemptCounter, Limits
from application.attempts.known_networks import KnownNetworks
from application.client_info import ClientInfo
from application.completion import completed
from domain.accounts.password import Password
from domain.accounts.user import Email, User
from domain.ports import PasswordHasher


@frozen
class PasswordVerifier:
    """Verifies passwords; each guess is counted before it is verified, so that concurrent guesses count as well.

    A network from which the account was used before has an allowance and a queue of its own: strangers who exhaust the
    others cannot lock its owner out.
    """

    passwords: PasswordHasher
    attempts: AttemptCounter
    limits: Limits
    known_networks: KnownNetworks

    async def verify(self, user: User | None, email: Email, password: Password, client: ClientInfo) -> bool:
        """Return whether the password is right.

        Raises `TooManyAttempts` after too many guesses and `HashingOverloaded` when the queue is full, both without
        verifying it. What was not verified does not count. Without a user it reads, counts and takes the same, and
        returns False.
        """
        is_known = await self.known_networks.contains(email, client)
        attempts = self._attempts(email, client, is_known=is_known)
        await self.attempts.ensure_left(*attempts)
        guess = _Guess(self.attempts, attempts)
        try:
            password_hash = user.password_hash if user else None
            verified = await self.passwords.verify(password, password_hash, preferred=is_known, first=guess.count)
        except BaseException:
            await guess.refund()
            raise
        if verified:
            await guess.refund()
            await self.known_networks.add(email, client)
        return verified

    def _attempts(self, email: Email, client: ClientInfo, *, is_known: bool) -> tuple[Attempt, ...]:
        if is_known:
            return (Attempt("guess:account", f"{email} {client.network}", self.limits.guesses_per_account),)
        return (
            Attempt("guess:account", email, self.limits.guesses_per_account),
            Attempt("guess:address", client.network, self.limits.guesses_per_address),
        )


@define
class _Guess:
    """The attempts of one guess, which are counted and refunded completely or not at all."""

    counter: AttemptCounter
    attempts: tuple[Attempt, ...]
    _counted: bool = field(default=False, init=False)

    async def count(self) -> None:
        """Count them; raise `TooManyAttempts`."""
        await completed(self._count())

    async def _count(self) -> None:
        await self.counter.consume(*self.attempts)
        self._counted = True

    async def refund(self) -> None:
        """Refund them if they were counted."""
        if self._counted:
            await completed(self.counter.refund(*self.attempts))
