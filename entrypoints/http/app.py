"""The HTTP application, put together."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial
from typing import Any, Never, Protocol

import structlog
from litestar import Litestar, Request, Router
from litestar.di import Provide
from litestar.handlers import HTTPRouteHandler
from litestar.types import Scope

from adapters.system.shared_rate_table import SharedRateTable
from application.use_cases import UseCases
from domain.errors import Unavailable
from entrypoints.background_tasks import BackgroundTask
from entrypoints.http.dispatch.admission import Admission
from entrypoints.http.dispatch.dispatcher import Dispatcher
from entrypoints.http.dispatch.paths import Paths
from entrypoints.http.dispatch.rate_limit import RateLimit
from entrypoints.http.middleware.access_log import log_access
from entrypoints.http.middleware.cors import Cors
from entrypoints.http.middleware.hosts import Hosts
from entrypoints.http.middleware.in_flight import InFlight
from entrypoints.http.middleware.outer import OuterMiddleware
from entrypoints.http.middleware.readiness import Readiness
from entrypoints.http.requests.body import WholeRequest
from entrypoints.http.requests.client_info import TrustedProxies
from entrypoints.http.requests.exchange import Exchange, exchange_of
from entrypoints.http.requests.parsing.cursors import Seal
from entrypoints.http.routes.accounts import ACCOUNTS
from entrypoints.http.routes.docs import DOCS
from entrypoints.http.routes.health import HEALTH
from entrypoints.http.routes.sessions import SESSIONS
from entrypoints.http.routes.tasks import TASKS
from entrypoints.settings.groups import Http

_log = structlog.get_logger("taskapi.http")


class Store(Protocol):
    """What is opened before the first request and closed after the last."""

    async def open(self) -> None: ...
    async def close(self) -> None: ...
    async def ready(self) -> bool: ...


def create_app(
    use_cases: UseCases,
    *,
    store: Store,
    seal: Seal,
    settings: Http,
    background_tasks: Sequence[BackgroundTask] = (),
    routes: Sequence[HTTPRouteHandler] = (),
    finished: Callable[[Exchange], None] = log_access,
    rate_table: SharedRateTable | None = None,
) -> OuterMiddleware:
    """Return the ASGI application; its lifespan opens and closes the store and does the background_tasks in between.

    `routes` are served beside the API's own, `finished` is told of every exchange that is over. Applications
    that share `rate_table` count the requests of a user together.
    """
    readiness = Readiness(store.ready)
    limit = settings.rate_limit_per_user
    rate_limit = RateLimit.of(limit, rate_table or SharedRateTable()) if limit else None
    admission = Admission(
        use_cases, seal, TrustedProxies(settings.trusted_proxies), settings.require_if_match, rate_limit
    )
    litestar = routed(admission, readiness, routes, lifespan=partial(_under_way, store, background_tasks))
    return OuterMiddleware(
        inside=Dispatcher.to(litestar, admission),
        litestar=litestar,
        paths=Paths.of(litestar.routes),
        limits=settings,
        hosts=Hosts(settings.allowed_hosts),
        cors=Cors(settings.cors_allow_origins),
        in_flight=InFlight(settings.max_in_flight),
        readiness=readiness,
        finished=finished,
    )


def routed(
    admission: Admission,
    readiness: Readiness,
    routes: Sequence[HTTPRouteHandler] = (),
    *,
    lifespan: Callable[[Litestar], AbstractAsyncContextManager[None]],
) -> Litestar:
    """Return what Litestar does: it knows all routes, refuses what is none, and calls what `Dispatcher` leaves."""
    return Litestar(
        [Router("/api/v1", route_handlers=[*ACCOUNTS, *SESSIONS, *TASKS]), *HEALTH, *DOCS, *routes],
        request_class=WholeRequest,
        before_request=admission.admit,
        dependencies={
            **{name: _provided(person) for name, person in admission.people.items()},
            "readiness": Provide(lambda: readiness, sync_to_thread=False),
        },
        exception_handlers={Exception: _leave_to_the_edge},
        lifespan=[lifespan],
        openapi_config=None,
        logging_config=None,
    )


def _provided(person: Callable[[Exchange], object]) -> Provide:
    def provide(scope: Scope) -> object:
        return person(exchange_of(scope))

    return Provide(provide, sync_to_thread=False)


def _leave_to_the_edge(_: Request[Any, Any, Any], error: Exception) -> Never:
    """Errors are answered in one place, and that is where 404 and 405 arrive as well."""
    raise error


@asynccontextmanager
async def _under_way(store: Store, background_tasks: Sequence[BackgroundTask], _: Litestar) -> AsyncIterator[None]:
    try:
        await store.open()
    except Unavailable as error:
        # Readiness tells, and whatever is asked connects again.
        _log.warning("started without the database", reason=str(error))
    tasks = [asyncio.create_task(_done(background_task)) for background_task in background_tasks]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await store.close()


async def _done(background_task: BackgroundTask) -> None:
    try:
        await background_task()
    except Exception:  # noqa: BLE001 - whatever it was, requests go on
        _log.exception("a background_task failed and is not done any more")
