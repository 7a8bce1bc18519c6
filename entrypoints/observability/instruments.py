"""What a process tells about itself while it works: metrics and traces, each only if the operator wants it."""

from collections.abc import Awaitable, Callable
from typing import Protocol, TypeAlias

from attrs import frozen
from litestar.handlers import HTTPRouteHandler
from litestar.types import ASGIApp

from adapters.postgres.batching.observing import UNOBSERVED, Group, Observer
from adapters.postgres.store import Occupancy
from adapters.security import observing as security
from application.use_cases import UseCases
from entrypoints.background_tasks import BackgroundTask
from entrypoints.http.middleware.access_log import log_access
from entrypoints.http.requests.exchange import Exchange

Finished: TypeAlias = Callable[[Exchange], None]


class Waiting(Protocol):
    """Where something may have to wait."""

    @property
    def waiting(self) -> int: ...


@frozen
class Probes:
    """What nobody reports, so that it has to be looked at."""

    in_flight: Callable[[], int]
    ready: Callable[[], Awaitable[bool]]
    occupancy: Callable[[], Occupancy]
    passwords: Waiting


@frozen
class Instruments:
    """Whatever listens to a process; by default nothing does, but for the access log."""

    store: Observer = UNOBSERVED
    passwords: security.HashingObserver = security.UNOBSERVED
    finished: Finished = log_access
    routes: tuple[HTTPRouteHandler, ...] = ()
    looks: tuple[Callable[[Probes], BackgroundTask], ...] = ()
    use_cases: Callable[[UseCases], UseCases] = lambda use_cases: use_cases
    around: Callable[[ASGIApp], ASGIApp] = lambda app: app

    def background_tasks(self, sights: Probes) -> list[BackgroundTask]:
        """What is to run beside the requests."""
        return [look(sights) for look in self.looks]


@frozen
class BothObservers:
    """Two observers of one store; only the first wants to know who was asking."""

    first: Observer
    second: Observer

    def caller(self) -> object:
        """Who is asking, to the first."""
        return self.first.caller()

    def committed(self, group: Group) -> None:
        """Tell both."""
        self.first.committed(group)
        self.second.committed(group)

    def answered(self, group: Group) -> None:
        """Tell both."""
        self.first.answered(group)
        self.second.answered(group)


def also(first: Finished, second: Finished) -> Finished:
    """One after the other."""

    def finished(exchange: Exchange) -> None:
        first(exchange)
        second(exchange)

    return finished
