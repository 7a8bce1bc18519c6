"""One connection that is held open and reconnects when it is lost."""

import asyncio
import logging
from collections.abc import Sequence
from typing import Any

import asyncpg
from attrs import define, field, frozen

from adapters.postgres.connection.failures import CONNECTION_LOST, TEMPORARY
from domain.errors import StoreUnavailable

log = logging.getLogger("taskapi.postgres")


PLANS = {
    # A statement is planned once per connection. By default PostgreSQL plans again for every small array, which takes
    # as long as the read itself.
    "plan_cache_mode": "force_generic_plan",
    # The plan must suit many rows even if it was made for an empty table. Every statement has its index; where there is
    # none (a search sorts its matches), the server still sorts or scans.
    "enable_seqscan": "off",
    "enable_sort": "off",
    "jit": "off",
}
"""How the server plans our statements."""


@frozen(kw_only=True)
class ConnectionSettings:
    """How to connect to the database, and the timeouts, in seconds."""

    url: str
    application_name: str = "taskapi"
    connect_timeout: float = 2.0
    statement_timeout: float = 3.0
    lock_timeout: float = 1.0
    idle_in_transaction_timeout: float = 5.0

    async def connect(self) -> asyncpg.Connection:
        """Open a connection; its limits are start-up parameters, so that nothing can reset them."""
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
        """Seconds to wait for a result: the server times out first, unless it is gone."""
        return self.statement_timeout + 0.5


def _milliseconds(seconds: float) -> str:
    return str(int(seconds * 1000))


@define
class Outage:
    """Whether the database is unreachable: one log event when it goes and one when it is back, not one per request."""

    _reason: str | None = None

    def began(self, error: BaseException) -> StoreUnavailable:
        """Record a failure; return the error for the callers."""
        reason = f"{type(error).__name__}: {error}"
        if self._reason is None:
            log.error("the database cannot be reached: %s", reason)
        self._reason = reason
        return StoreUnavailable(reason=reason)

    def ended(self) -> None:
        """Record that the database answers."""
        if self._reason is not None:
            log.warning("the database is back")
            self._reason = None


@define
class Connection:
    """One connection to the database, used by one caller at a time.

    Every failure of the connection raises `StoreUnavailable`, and the next call reconnects. Errors of single statements
    are the driver's own.
    """

    settings: ConnectionSettings
    outage: Outage
    _connection: asyncpg.Connection | None = field(default=None, init=False)

    async def fetch(self, sql: str, arguments: Sequence[object], *, repeatable: bool = False) -> list[Any]:
        """Run one statement, in a transaction of its own unless one was begun; return its rows.

        A repeatable statement is retried once when a held connection turns out to be dead.
        """
        held = self._connection is not None
        try:
            return await self._fetch_once(sql, arguments)
        except StoreUnavailable:
            if repeatable and held and self._connection is None:
                return await self._fetch_once(sql, arguments)
            raise

    async def _fetch_once(self, sql: str, arguments: Sequence[object]) -> list[Any]:
        connection = await self._connect_if_needed()
        try:
            async with asyncio.timeout(self.settings.answer_timeout):
                rows = await connection.fetch(sql, *arguments)
        except TEMPORARY as error:
            raise StoreUnavailable(reason=f"{type(error).__name__}: {error}") from error
        except CONNECTION_LOST as error:
            if isinstance(error, asyncpg.InterfaceError) and not connection.is_closed():
                raise  # asyncpg raises it for errors of ours as well
            self.drop()
            raise self.outage.began(error) from error
        except asyncio.CancelledError:
            # The result is still to arrive and must not be read as that of the next statement.
            self.drop()
            raise
        # Only now: a pooler or a proxy accepts connections even when its database is away.
        self.outage.ended()
        return rows

    async def execute(self, sql: str) -> None:
        """Run a statement without parameters and result, such as `BEGIN`."""
        await self.fetch(sql, ())

    async def roll_back(self) -> None:
        """Roll back; if that fails, drop the connection and with it the transaction."""
        if self._connection is not None:
            try:
                await self.execute("ROLLBACK")
            except Exception:  # noqa: BLE001 - whatever the reason, the connection must not be used again
                self.drop()

    @property
    def connected(self) -> bool:
        """Whether the connection is open."""
        return self._connection is not None and not self._connection.is_closed()

    async def connect(self) -> None:
        """Connect unless connected; raise `StoreUnavailable`."""
        await self._connect_if_needed()

    def drop(self) -> None:
        """Close the connection at once, whatever it is doing."""
        if self._connection is not None:
            self._connection.terminate()
            self._connection = None

    async def close(self) -> None:
        """Close the connection in an orderly way."""
        if self._connection is not None:
            try:
                await self._connection.close(timeout=1)
            except CONNECTION_LOST:
                self.drop()
            self._connection = None

    async def _connect_if_needed(self) -> asyncpg.Connection:
        if self._connection is None or self._connection.is_closed():
            try:
                self._connection = await self.settings.connect()
            # Whatever the server objects to, such as a revoked privilege: callers must not wait for ever.
            except (*CONNECTION_LOST, asyncpg.PostgresError) as error:
                raise self.outage.began(error) from error
        return self._connection
