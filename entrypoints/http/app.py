"""The HTTP application, put together."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any, Never, Protocol

from litestar import Litestar, Request, Router
from litestar.di import Provide

from entrypoints.http.cors import Cors
from entrypoints.http.door import Door
from entrypoints.http.edge import Edge
from entrypoints.http.hosts import Hosts
from entrypoints.http.in_flight import InFlight
from entrypoints.http.origin import TrustedProxies
from entrypoints.http.pages import Seal
from entrypoints.http.paths import Paths
from entrypoints.http.readiness import Readiness
from entrypoints.http.routes.accounts import ACCOUNTS
from entrypoints.http.routes.health import HEALTH
from entrypoints.http.routes.sessions import SESSIONS
from entrypoints.http.routes.tasks import TASKS
from entrypoints.http.use_cases import UseCases
from entrypoints.settings.groups import Http


class Store(Protocol):
    """What is opened before the first request and closed after the last."""

    async def open(self) -> None: ...
    async def close(self) -> None: ...
    async def ready(self) -> bool: ...


def create_app(can: UseCases, *, store: Store, seal: Seal, settings: Http) -> Edge:
    """Return the ASGI application; its lifespan opens and closes the store."""
    readiness = Readiness(store.ready)
    inside = routed(can, store=store, seal=seal, settings=settings, readiness=readiness)
    return Edge(
        inside=inside,
        paths=Paths.of(inside.routes),
        limits=settings,
        hosts=Hosts(settings.allowed_hosts),
        cors=Cors(settings.cors_allow_origins),
        in_flight=InFlight(settings.max_in_flight),
        readiness=readiness,
    )


def routed(can: UseCases, *, store: Store, seal: Seal, settings: Http, readiness: Readiness) -> Litestar:
    """Return the part that Litestar does: routes, decoding, dependencies."""
    door = Door(can, seal, TrustedProxies(settings.trusted_proxies), settings.require_if_match)
    return Litestar(
        [Router("/api/v1", route_handlers=[*ACCOUNTS, *SESSIONS, *TASKS]), *HEALTH],
        before_request=door.admit,
        dependencies={
            "visitor": Provide(door.visitor, sync_to_thread=False),
            "caller": Provide(door.caller, sync_to_thread=False),
            "readiness": Provide(_always(readiness), sync_to_thread=False),
        },
        exception_handlers={Exception: _leave_to_the_edge},
        lifespan=[_open(store)],
        openapi_config=None,
        logging_config=None,
    )


def _always(readiness: Readiness) -> Callable[[], Readiness]:
    return lambda: readiness


def _leave_to_the_edge(_: Request[Any, Any, Any], error: Exception) -> Never:
    """Errors are answered in one place, and that is where 404 and 405 arrive as well."""
    raise error


def _open(store: Store) -> Callable[[Litestar], Any]:
    @asynccontextmanager
    async def opened(_: Litestar) -> AsyncIterator[None]:
        await store.open()
        try:
            yield
        finally:
            await store.close()

    return opened
