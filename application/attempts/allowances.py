"""Counting attempts, visible to every process, in separate units of work."""

from datetime import timedelta

from attrs import frozen

from application.retry import retry_on_conflict
from domain.accounts.allowance import Allowance, Limit, Pseudonym
from domain.ports import Begin, Clock


@frozen(kw_only=True)
class Limits:
    """The limits on attempts."""

    guesses_per_account: Limit = Limit(10, timedelta(minutes=15))
    guesses_per_address: Limit = Limit(100, timedelta(minutes=15))
    registrations_per_address: Limit = Limit(20, timedelta(hours=1))


@frozen
class Attempt:
    """One attempt of one subject under one limit."""

    purpose: str
    subject: str
    """An e-mail address or a network address."""
    limit: Limit


@frozen
class AttemptCounter:
    """Counts attempts, each subject under a pseudonym."""

    begin: Begin
    now: Clock
    pseudonym: Pseudonym

    async def ensure_left(self, *attempts: Attempt) -> None:
        """Raise `TooManyAttempts` if one of the subjects has no attempt left; writes nothing."""
        at = self.now()
        async with self.begin() as work:
            for attempt in attempts:
                if allowance := await work.allowances.find(self._subject(attempt)):
                    allowance.ensure_left(attempt.limit, at=at)

    @retry_on_conflict
    async def consume(self, *attempts: Attempt) -> None:
        """Count all attempts durably, or none of them and raise `TooManyAttempts`."""
        at = self.now()
        async with self.begin() as work:
            for attempt in attempts:
                subject = self._subject(attempt)
                allowance = await work.allowances.find(subject)
                if allowance is None:
                    work.allowances.add(Allowance.opened(subject, attempt.limit, at=at))
                else:
                    work.allowances.save(allowance.consumed(attempt.limit, at=at))

    @retry_on_conflict
    async def refund(self, *attempts: Attempt) -> None:
        """Refund attempts."""
        async with self.begin() as work:
            for attempt in attempts:
                if allowance := await work.allowances.find(self._subject(attempt)):
                    work.allowances.save(allowance.refunded())

    def _subject(self, attempt: Attempt) -> str:
        return f"{attempt.purpose}:{self.pseudonym(attempt.subject)}"
