"""One connection, held for good and made again when it is lost."""

import asyncio
import logging
from collections.abc import Sequence
from typing import Any

import asyncpg
from attrs import define, field, frozen

from adapters.postgres.connection.failures import LOST_CONNECTION, NOT_NOW
from domain.errors import StoreUnavailable

log = logging.getLogger("taskapi.postgres")


PLANS = {
    # A statement is planned once for each connection. PostgreSQL would rather plan again for every small array, which
    # takes as long as the reading itself.
    "plan_cache_mode": "force_generic_plan",
    # The plan must be one for many rows even if it was made when there were none. Every statement has its index, and
    # what has none (a search sorts what it found) is still sorted or scanned.
    "enable_seqscan": "off",
    "enable_sort": "off",
    "jit": "off",
}
"""How the server is to plan our statements."""


@frozen(kw_only=True)
class ConnectionSettings:
    """How to reach the database, and how long to wait for it; times in seconds."""

    url: str
    application_name: str = "taskapi"
    connect_timeout: float = 2.0
    statement_timeout: float = 3.0
    lock_timeout: float = 1.0
    idle_in_transaction_timeout: float = 5.0

    async def connect(self) -> asyncpg.Connection:
        """Open a connection; its limits are start-up parameters, so nothing can reset them."""
        return await asyncpg.connect(
            self.url,
            timeout=self.connect_timeout,
            statement_cache_size=1024,  # there are about a hundred, each prepared once
            max_cached_statement_lifetime=0,
            server_settings={
                "application_name": self.application_name,
                "statement_timeout": _milliseconds(self.statement_timeout),
                "lock_timeout": _milliseconds(self.lock_timeout),
                "idle_in_transaction_session_timeout": _milliseconds(self.idle_in_transaction_timeout),
                "timezone": "UTC",
                **PLANS,
            },
        )

    @property
    def answer_timeout(self) -> float:
        """How long to wait for an answer: the server gives up first, unless it is not there any more."""
        return self.statement_timeout + 0.5


def _milliseconds(seconds: float) -> str:
    return str(int(seconds * 1000))


@define
class Outage:
    """Whether the database is away: one log event when it goes and one when it is back, not one per request."""

    _reason: str | None = None

    def began(self, error: BaseException) -> StoreUnavailable:
        """Change that something failed; return what to tell the callers."""
        reason = f"{type(error).__name__}: {error}"
        if self._reason is None:
            log.error("the database cannot be reached: %s", reason)
        self._reason = reason
        return StoreUnavailable(reason=reason)

    def ended(self) -> None:
        """Change that the database answers."""
        if self._reason is not None:
            log.warning("the database is back")
            self._reason = None


@define
class Connection:
    """One connection to the database, used by one caller at a time.

    Every failure of the connection is a `StoreUnavailable`; the next call
    connects again. Errors of single statements are the driver's own.
    """

    settings: ConnectionSettings
    outage: Outage
    _connection: asyncpg.Connection | None = field(default=None, init=False)

    async def fetch(self, sql: str, arguments: Sequence[object], *, repeatable: bool = False) -> list[Any]:
        """Run one statement, a transaction of its own unless one was begun; return its rows.

        A repeatable one is asked once more when a connection that was held turns out to be dead.
        """
        held = self._connection is not None
        try:
            return await self._fetched(sql, arguments)
        except StoreUnavailable:
            if repeatable and held and self._connection is None:
                return await self._fetched(sql, arguments)
            raise

    async def _fetched(self, sql: str, arguments: Sequence[object]) -> list[Any]:
        connection = await self._connected()
        try:
            async with asyncio.timeout(self.settings.answer_timeout):
                rows = await connection.fetch(sql, *arguments)
        except NOT_NOW as error:
            raise StoreUnavailable(reason=f"{type(error).__name__}: {error}") from error
        except LOST_CONNECTION as error:
            if isinstance(error, asyncpg.InterfaceError) and not connection.is_closed():
                raise  # asyncpg's word for our own mistakes too
            self.drop()
            raise self.outage.began(error) from error
        except asyncio.CancelledError:
            # An answer is still on its way; nobody may take it for the next one's.
            self.drop()
            raise
        # Only now: a pooler or a proxy takes connections also when there is no database behind it.
        self.outage.ended()
        return rows

    async def execute(self, sql: str) -> None:
        """Run a statement without parameters and result, such as `BEGIN`."""
        await self.fetch(sql, ())

    async def roll_back(self) -> None:
        """Undo what was begun; when that fails, the connection goes, and the transaction with it."""
        if self._connection is not None:
            try:
                await self.execute("ROLLBACK")
            except Exception:  # noqa: BLE001 - whatever the reason, it must not be used again
                self.drop()

    @property
    def connected(self) -> bool:
        """Whether there is a connection just now."""
        return self._connection is not None and not self._connection.is_closed()

    async def connect(self) -> None:
        """Connect unless connected; raise `StoreUnavailable`."""
        await self._connected()

    def drop(self) -> None:
        """Throw the connection away, with whatever it was doing."""
        if self._connection is not None:
            self._connection.terminate()
            self._connection = None

    async def close(self) -> None:
        """Say good-bye."""
        if self._connection is not None:
            try:
                await self._connection.close(timeout=1)
            except LOST_CONNECTION:
                self.drop()
            self._connection = None

    async def _connected(self) -> asyncpg.Connection:
        if self._connection is None or self._connection.is_closed():
            try:
                self._connection = await self.settings.connect()
            # Whatever the server has against it, such as a right that was taken away: nobody may wait for ever.
            except (*LOST_CONNECTION, asyncpg.PostgresError) as error:
                raise self.outage.began(error) from error
        return self._connection
