"""The networks from which accounts were used."""

from datetime import timedelta

from attrs import frozen

from application.client_info import ClientInfo
from application.retry import retry_on_conflict
from domain.accounts.allowance import Allowance, Pseudonym
from domain.accounts.user import Email
from domain.ports import Begin, Clock

RENEWED_AFTER = timedelta(days=1)


@frozen
class KnownNetworks:
    """Remembers from which networks accounts were used: each has an allowance of its own, under a pseudonym."""

    begin: Begin
    now: Clock
    pseudonym: Pseudonym
    retention: timedelta

    async def contains(self, email: Email, client: ClientInfo) -> bool:
        """Return whether the account was used from the client's network; for any account one read by key."""
        async with self.begin() as work:
            found = await work.allowances.find(self._subject(email, client))
        return found is not None and self.now() < found.until

    @retry_on_conflict
    async def add(self, email: Email, client: ClientInfo) -> None:
        """Remember the client's network; writes at most once a day."""
        at = self.now()
        until = at + self.retention
        subject = self._subject(email, client)
        async with self.begin() as work:
            found = await work.allowances.find(subject)
            if found is None:
                work.allowances.add(Allowance(subject=subject, used=0, since=at, until=until))
            elif found.until < until - RENEWED_AFTER:
                work.allowances.save(found.extended(until))

    def _subject(self, email: Email, client: ClientInfo) -> str:
        return f"known:network:{self.pseudonym(f'{email} {client.network}')}"
