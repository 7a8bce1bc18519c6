"""Counting attempts where every process sees them, in units of work of their own."""

from datetime import timedelta

from attrs import frozen

from application.retry import until_settled
from domain.accounts.allowance import Allowance, Limit, Pseudonym
from domain.ports import Begin, Clock


@frozen(kw_only=True)
class Limits:
    """How many attempts are allowed."""

    guesses_per_account: Limit = Limit(10, timedelta(minutes=15))
    guesses_per_address: Limit = Limit(100, timedelta(minutes=15))
    registrations_per_address: Limit = Limit(20, timedelta(hours=1))


@frozen
class Use:
    """One use of one limit by one subject."""

    purpose: str
    subject: str
    """Who or what: an e-mail address, a network address."""
    limit: Limit


@frozen
class Meter:
    """Counts uses of limits, each subject under a pseudonym."""

    begin: Begin
    now: Clock
    pseudonym: Pseudonym

    @until_settled
    async def take(self, *uses: Use) -> None:
        """Count all the uses, durably, or none and raise `TooManyAttempts`."""
        at = self.now()
        async with self.begin() as work:
            for use in uses:
                subject = self._subject(use)
                known = await work.allowances.find(subject)
                if known is None:
                    work.allowances.add(Allowance.opened(subject, use.limit, at=at))
                else:
                    work.allowances.save(known.used_again(use.limit, at=at))

    @until_settled
    async def give_back(self, *uses: Use) -> None:
        """Count the uses as not made."""
        async with self.begin() as work:
            for use in uses:
                if known := await work.allowances.find(self._subject(use)):
                    work.allowances.save(known.given_back())

    def _subject(self, use: Use) -> str:
        return f"{use.purpose}:{self.pseudonym(use.subject)}"
