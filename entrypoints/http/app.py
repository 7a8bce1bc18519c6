"""The HTTP application, put together."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from functools import lru_cache, partial
from typing import Protocol
from urllib.parse import urlsplit

import structlog
from litestar import Litestar, Router
from litestar.di import Provide
from litestar.handlers import HTTPRouteHandler

from application.use_cases import UseCases
from domain.errors import Unavailable
from domain.ports import RateTable
from entrypoints.background_tasks import BackgroundTask
from entrypoints.http.dispatch.admission import Admission
from entrypoints.http.dispatch.dispatcher import Dispatcher
from entrypoints.http.dispatch.endpoint import Provider
from entrypoints.http.dispatch.rate_limit import RateLimit
from entrypoints.http.middleware.access_log import log_access
from entrypoints.http.middleware.cors import Cors
from entrypoints.http.middleware.hosts import Hosts
from entrypoints.http.middleware.in_flight import InFlight
from entrypoints.http.middleware.outer import OuterMiddleware
from entrypoints.http.middleware.public_url import PublicUrl
from entrypoints.http.middleware.readiness import Readiness
from entrypoints.http.requests.client_info import TrustedProxies
from entrypoints.http.requests.exchange import Exchange
from entrypoints.http.requests.parsing.cursors import Seal
from entrypoints.http.routes.accounts import ACCOUNTS
from entrypoints.http.routes.changes import CHANGES
from entrypoints.http.routes.docs import DOCS, document_response
from entrypoints.http.routes.health import HEALTH
from entrypoints.http.routes.labels import LABELS
from entrypoints.http.routes.personal_access_tokens import TOKENS
from entrypoints.http.routes.projects import PROJECTS
from entrypoints.http.routes.root import ROOT
from entrypoints.http.routes.sessions import SESSIONS
from entrypoints.http.routes.tasks import TASKS
from entrypoints.settings.groups import Http

API = [*ACCOUNTS, *SESSIONS, *TOKENS, *TASKS, *LABELS, *PROJECTS, *CHANGES]
CACHED_DOCUMENTS = 8
"""One for each path prefix under which proxies serve this process."""

_log = structlog.get_logger("taskapi.http")


class Store(Protocol):
    """The store, which is opened before the first request and closed after the last."""

    async def open(self) -> None: ...
    async def close(self) -> None: ...
    async def ready(self) -> bool: ...


def create_app(
    use_cases: UseCases,
    *,
    store: Store,
    seal: Seal,
    settings: Http,
    rate_table: RateTable,
    background_tasks: Sequence[BackgroundTask] = (),
    routes: Sequence[HTTPRouteHandler] = (),
    finished: Callable[[Exchange], None] = log_access,
) -> OuterMiddleware:
    """Return the ASGI application; its lifespan opens the store, runs the background tasks, and closes the store.

    `routes` are served in addition to those of the API; `finished` is called after every request. Applications
    that share `rate_table` count the requests of a user together.
    """
    readiness = Readiness(store.ready)
    limit = settings.rate_limit_per_user
    rate_limit = RateLimit.of(limit, rate_table) if limit else None
    proxies = TrustedProxies(settings.trusted_proxies)
    admission = Admission(use_cases, seal, proxies, settings.require_if_match, rate_limit)
    hosts = Hosts(settings.allowed_hosts)
    public_url = PublicUrl(settings.public_url, proxies, hosts)
    in_flight = InFlight(settings.max_in_flight)
    document = lru_cache(CACHED_DOCUMENTS)(lambda base: document_response(litestar, base))
    providers: dict[str, Provider] = {
        "anonymous": admission.anonymous,
        "caller": admission.caller,
        "readiness": lambda _: readiness,
        "held": lambda exchange: partial(in_flight.held, exchange),
        # Not with the origin that a proxy reports, which may be any that a client asked for.
        "document": lambda exchange: document(public_url.configured or urlsplit(exchange.base).path),
    }
    litestar = declared(tuple(routes), tuple(providers))
    return OuterMiddleware(
        dispatcher=Dispatcher.built(litestar.routes, providers, admission),
        litestar=litestar,
        lifespan=Litestar(
            lifespan=[partial(_lifespan, store, background_tasks)], openapi_config=None, logging_config=None
        ),
        limits=settings,
        hosts=hosts,
        public_url=public_url,
        cors=Cors(settings.cors_allow_origins),
        in_flight=in_flight,
        readiness=readiness,
        finished=finished,
    )


@lru_cache
def declared(routes: tuple[HTTPRouteHandler, ...], provided: tuple[str, ...]) -> Litestar:
    """Return the Litestar application that declares and checks all routes; the dispatcher calls their handlers.

    It knows neither store nor settings, so applications with the same routes share it: declaring takes longer than
    everything else that an application needs.
    """
    # Litestar requires a distinct provider for each name; the dispatcher supplies the values.
    dependencies = {name: Provide(_placeholder(), sync_to_thread=False) for name in provided}
    return Litestar(
        [
            Router("/api/v1", route_handlers=API),
            *HEALTH,
            *ROOT,
            *DOCS,
            *routes,
        ],
        dependencies=dependencies,
        openapi_config=None,
        logging_config=None,
    )


def _placeholder() -> Callable[[], None]:
    def provide() -> None: ...

    return provide


@asynccontextmanager
async def _lifespan(store: Store, background_tasks: Sequence[BackgroundTask], _: Litestar) -> AsyncIterator[None]:
    try:
        await store.open()
    except Unavailable as error:
        # Readiness reports it, and every read and commit reconnects.
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
