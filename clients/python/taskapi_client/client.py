"""The two clients. They have the same operations, and differ in how they send and wait."""

from dataclasses import replace
from typing import Any, Generic, Self, TypeVar, cast

import httpx

from taskapi_client.core.exchange import Exchange, new_key
from taskapi_client.core.keeper import OnTokens, TokenKeeper
from taskapi_client.core.modes import Awaiting, AwaitingTrial, Blocking, BlockingTrial
from taskapi_client.core.settings import Settings
from taskapi_client.core.transport import Transport
from taskapi_client.resources.accounts import Accounts
from taskapi_client.resources.changes import Changes
from taskapi_client.resources.health import HealthChecks
from taskapi_client.resources.labels import Labels
from taskapi_client.resources.projects import Projects
from taskapi_client.resources.sessions import PersonalAccessTokens, Sessions
from taskapi_client.resources.tasks import Tasks
from taskapi_client.transports.awaiting import AwaitingTransport
from taskapi_client.transports.blocking import BlockingTransport
from taskapi_client.transports.common import target
from taskapi_client.types.accounts import Tokens

M = TypeVar("M")
DEFAULTS = Settings()


class Api(Generic[M]):
    """All operations, by the kind of object."""

    def __init__(self, exchange: Exchange, mode: Blocking | Awaiting) -> None:
        self._exchange = exchange
        self._mode = mode
        self.account: Accounts[M] = Accounts(exchange, mode)
        self.sessions: Sessions[M] = Sessions(exchange, mode)
        self.personal_access_tokens: PersonalAccessTokens[M] = PersonalAccessTokens(exchange, mode)
        self.tasks: Tasks[M] = Tasks(exchange, mode)
        self.projects: Projects[M] = Projects(exchange, mode)
        self.labels: Labels[M] = Labels(exchange, mode)
        self.changes: Changes[M] = Changes(exchange, mode)
        self.health: HealthChecks[M] = HealthChecks(exchange, mode)

    def with_key(self, key: str) -> "Api[M]":
        """Return the operations under an idempotency key of the caller, who can repeat a call in another process."""
        return Api(replace(self._exchange, key=key), self._mode)

    def _trial(self) -> "Api[Any]":
        return Api(replace(self._exchange, dry_run=True), self._mode)


def _exchange(
    transport: Transport, settings: Settings, credentials: str | Tokens | None, on_tokens: OnTokens | None
) -> Exchange:
    keeper = TokenKeeper(credentials, on_tokens, transport.lock(), new_key)
    return Exchange(
        transport, settings, keeper, lambda refresh_token: Sessions.refresh.call(refresh_token=refresh_token)
    )


class Client(Api[Blocking]):
    """The synchronous client. Several threads may use it at once.

    Args:
        url: The URL of the service, with the path below which a proxy serves it.
        credentials: A personal access token, or the tokens of a session. Without them, log in.
        on_tokens: Is called with each new pair of tokens, to store it, and with None when the session has ended. It
            must not use the client.
        settings: Retries, timeouts, limits.
        transport: How httpx sends, for instance `httpx.HTTPTransport(verify=context)`.
    """

    def __init__(
        self,
        url: str,
        credentials: str | Tokens | None = None,
        *,
        on_tokens: OnTokens | None = None,
        settings: Settings = DEFAULTS,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self._url = url
        self._transport = BlockingTransport(target(url, settings.timeouts.connect), transport)
        super().__init__(_exchange(self._transport, settings, credentials, on_tokens), Blocking())

    @property
    def dry_run(self) -> Api[BlockingTrial]:
        """The operations that change something, without an effect: each returns a `DryRun`."""
        return cast("Api[BlockingTrial]", self._trial())

    def close(self) -> None:
        """Close all connections."""
        self._transport.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"Client({self._url!r})"


class AsyncClient(Api[Awaiting]):
    """The asynchronous client, for asyncio. Several tasks may use it at once. Arguments: see `Client`."""

    def __init__(
        self,
        url: str,
        credentials: str | Tokens | None = None,
        *,
        on_tokens: OnTokens | None = None,
        settings: Settings = DEFAULTS,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._url = url
        self._transport = AwaitingTransport(target(url, settings.timeouts.connect), transport)
        super().__init__(_exchange(self._transport, settings, credentials, on_tokens), Awaiting())

    @property
    def dry_run(self) -> Api[AwaitingTrial]:
        """The operations that change something, without an effect: each returns a `DryRun`."""
        return cast("Api[AwaitingTrial]", self._trial())

    async def close(self) -> None:
        """Close all connections."""
        await self._transport.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    def __repr__(self) -> str:
        return f"AsyncClient({self._url!r})"
