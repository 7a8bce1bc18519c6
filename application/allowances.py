"""Counting attempts where every process sees them, in units of work of their own."""

from datetime import timedelta
from hashlib import sha256

from attrs import frozen

from application.race import until_settled
from domain.allowance import Allowance, Limit
from domain.ports import Begin, Clock
from domain.user import Email


@frozen(kw_only=True)
class Limits:
    """How many attempts are allowed."""

    guesses_per_account: Limit = Limit(10, timedelta(minutes=15))
    guesses_per_address: Limit = Limit(100, timedelta(minutes=15))
    registrations_per_address: Limit = Limit(20, timedelta(hours=1))


@frozen
class Use:
    """One use of one limit by one subject."""

    subject: str
    limit: Limit


@frozen
class Meter:
    """Counts uses of limits."""

    begin: Begin
    now: Clock

    @until_settled
    async def take(self, *uses: Use) -> None:
        """Count all the uses, durably, or none and raise `TooManyAttempts`."""
        at = self.now()
        async with self.begin() as work:
            for use in uses:
                known = await work.allowances.find(use.subject)
                if known is None:
                    work.allowances.add(Allowance.opened(use.subject, use.limit, at=at))
                else:
                    work.allowances.save(known.used_again(use.limit, at=at))

    @until_settled
    async def give_back(self, *uses: Use) -> None:
        """Count the uses as not made."""
        async with self.begin() as work:
            for use in uses:
                if known := await work.allowances.find(use.subject):
                    work.allowances.save(known.given_back())


def account_subject(purpose: str, email: Email) -> str:
    """The name under which an account is counted, whether it exists or not; it does not show the address."""
    return f"{purpose}:account:{sha256(email.encode()).hexdigest()}"
