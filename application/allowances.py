"""Counting attempts where every process sees them, in units of work of their own."""

from datetime import timedelta

from attrs import frozen

from application.retry import retry_on_conflict
from domain.accounts.allowance import Allowance, Limit, Pseudonym
from domain.ports import Begin, Clock


@frozen(kw_only=True)
class Limits:
    """How many attempts are allowed."""

    guesses_per_account: Limit = Limit(10, timedelta(minutes=15))
    guesses_per_address: Limit = Limit(100, timedelta(minutes=15))
    registrations_per_address: Limit = Limit(20, timedelta(hours=1))


@frozen
class Attempt:
    """One use of one limit by one subject."""

    purpose: str
    subject: str
    """Who or what: an e-mail address, a network address."""
    limit: Limit


@frozen
class AttemptCounter:
    """Counts uses of limits, each subject under a pseudonym."""

    begin: Begin
    now: Clock
    pseudonym: Pseudonym

    @retry_on_conflict
    async def take(self, *uses: Attempt) -> None:
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

    @retry_on_conflict
    async def give_back(self, *uses: Attempt) -> None:
        """Count the uses as not made."""
        async with self.begin() as work:
            for use in uses:
                if known := await work.allowances.find(self._subject(use)):
                    work.allowances.save(known.given_back())

    def _subject(self, use: Attempt) -> str:
        return f"{use.purpose}:{self.pseudonym(use.subject)}"
