"""The instruments of a process: access log, metrics and traces, the last two only if the operator configured them."""

from collections.abc import Callable
from typing import TypeAlias

from attrs import frozen
from litestar.handlers import HTTPRouteHandler
from litestar.types import ASGIApp

from application.use_cases import UseCases
from entrypoints.background_tasks import BackgroundTask
from entrypoints.http.middleware.access_log import log_access
from entrypoints.http.requests.exchange import Exchange
from entrypoints.observability.probes import Probes
from entrypoints.observability.store_events import StoreObservers

Finished: TypeAlias = Callable[[Exchange], None]


@frozen
class Instruments:
    """Everything that observes a process; the default is the access log alone."""

    store: StoreObservers = StoreObservers()
    hashing: Callable[[float, float], None] | None = None
    """Called after each password hash with the seconds it waited and took."""
    finished: Finished = log_access
    routes: tuple[HTTPRouteHandler, ...] = ()
    samplers: tuple[Callable[[Probes], BackgroundTask], ...] = ()
    use_cases: Callable[[UseCases], UseCases] = lambda use_cases: use_cases
    around: Callable[[ASGIApp], ASGIApp] = lambda app: app

    def background_tasks(self, probes: Probes) -> list[BackgroundTask]:
        """Return the tasks that run beside the requests."""
        return [sampler(probes) for sampler in self.samplers]


def both(first: Finished, second: Finished) -> Finished:
    """Call one after the other."""

    def finished(exchange: Exchange) -> None:
        first(exchange)
        second(exchange)

    return finished
