"""What a process tells about itself while it works: metrics and traces, each only if the operator wants it."""

import os
from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from typing import Protocol, TypeAlias

from attrs import frozen
from litestar.handlers import HTTPRouteHandler
from litestar.types import ASGIApp

from adapters.postgres.observing import UNOBSERVED, Group, Observer
from adapters.postgres.store import Occupancy
from adapters.security import observing as security
from entrypoints.housekeeping import Chore
from entrypoints.http.access_log import access_log, log_access
from entrypoints.http.exchange import Exchange
from entrypoints.http.use_cases import UseCases
from entrypoints.settings import Settings, SettingsError

ENDPOINTS = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
"""Either of them switches traces on."""

Finished: TypeAlias = Callable[[Exchange], None]


class Waiting(Protocol):
    """Where something may have to wait."""

    @property
    def waiting(self) -> int: ...


@frozen
class Sights:
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
    looks: tuple[Callable[[Sights], Chore], ...] = ()
    use_cases: Callable[[UseCases], UseCases] = lambda use_cases: use_cases
    around: Callable[[ASGIApp], ASGIApp] = lambda app: app

    def chores(self, sights: Sights) -> list[Chore]:
        """What is to run beside the requests."""
        return [look(sights) for look in self.looks]


def instruments_for(settings: Settings) -> Instruments:
    """Those that the settings ask for; the others are not even imported."""
    instruments = Instruments(finished=access_log())
    if settings.metrics.wanted:
        from entrypoints.metrics.instrument import metered  # noqa: PLC0415 - only if wanted

        instruments = metered(instruments, settings.metrics)
    if wants_traces(settings):
        from entrypoints.tracing.instrument import traced  # noqa: PLC0415 - only if wanted

        instruments = traced(instruments, settings.telemetry)
    return instruments


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


def wants_traces(settings: Settings) -> bool:
    """Whether there is a collector to send them to."""
    return any(settings.telemetry.get(name) for name in ENDPOINTS)


def ensure_installed(settings: Settings) -> None:
    """Raise `SettingsError` if something is asked for that is not installed, before any worker is started."""
    if wants_traces(settings) and find_spec("opentelemetry") is None:
        name = next(name for name in ENDPOINTS if settings.telemetry.get(name))
        packages = "opentelemetry-sdk opentelemetry-exporter-otlp-proto-http"
        raise SettingsError((f"{name}: needs OpenTelemetry; pip install {packages}, or unset it",))


@contextmanager
def counting(settings: Settings) -> Iterator[None]:
    """Around the life of all workers: where they count, and the port that shows it.

    Raises `SettingsError` if that port cannot be had.
    """
    if not settings.metrics.wanted:
        yield
        return
    from entrypoints.metrics.folder import shared_folder  # noqa: PLC0415 - only if wanted

    with shared_folder() as folder, ExitStack() as stack:
        if settings.metrics.port is not None:
            from entrypoints.metrics.port import listening  # noqa: PLC0415 - not before there is a folder

            try:
                stack.enter_context(listening(settings.server.host, settings.metrics.port, folder))
            except OSError as error:
                raise SettingsError((_no_port(settings.metrics.port, error),)) from error
        yield


def _no_port(port: int, error: OSError) -> str:
    reason = os.strerror(error.errno or 0)
    return f"METRICS_PORT: port {port} cannot be had ({reason}); stop what uses it, or choose another"


def also(first: Finished, second: Finished) -> Finished:
    """One after the other."""

    def finished(exchange: Exchange) -> None:
        first(exchange)
        second(exchange)

    return finished
