"""A worker: one process that serves requests."""

import asyncio
import gc
import multiprocessing
import os
import signal
import socket
from collections.abc import Callable

import structlog
from dependency_injector import providers
from litestar.types import ASGIApp

from application import ChangeFeed
from domain.ports import RateTable
from entrypoints.container import Container
from entrypoints.http.middleware.outer import OuterMiddleware
from entrypoints.observability.logging import configure_logging
from entrypoints.observability.probes import Probes
from entrypoints.server.application import application
from entrypoints.server.instrumentation import instruments_for
from entrypoints.server.serving import Serving
from entrypoints.server.signals import DRAIN
from entrypoints.settings import Settings

_log = structlog.get_logger("taskapi.server")

COLLECT_AFTER = 20_000
"""Objects more than there were after the last collection; a hundred requests under way have about as many."""


def run(settings: Settings, rate_table: RateTable, listening: socket.socket, max_connections: int) -> None:
    """Serve on a listening socket until SIGINT or SIGTERM; report not ready from the signal `DRAIN` on.

    All processes that share `rate_table` count a user's requests together. The process stops when its parent has ended.
    """
    configure_logging(settings.logs)
    app, feed, around = _application(settings, rate_table)

    def drain() -> None:
        app.readiness.drain()
        feed.close()

    signal.signal(DRAIN, lambda _signal, _frame: drain())
    # What exists now is permanent, so the collector need not traverse it again. Requests leave no reference cycles
    # (but for violations in bodies, which cattrs collects) and are freed without it, so it need not run often either.
    gc.collect()
    gc.freeze()
    gc.set_threshold(COLLECT_AFTER, 10, 10)
    serving = Serving(around(app), listening, settings.http.max_body_bytes, max_connections)
    serving.run(ready=lambda: _log.info("worker started", pid=os.getpid()), stopping=drain)


def _application(
    settings: Settings, rate_table: RateTable
) -> tuple[OuterMiddleware, ChangeFeed, Callable[[ASGIApp], ASGIApp]]:
    """Return the application of this process, its listeners, and what wraps it."""
    instruments = instruments_for(settings)
    container = Container(
        settings=settings,
        rate_table=providers.Object(rate_table),
        store_observer=providers.Object(instruments.store),
        observe_hashing=providers.Object(instruments.hashing),
    )
    probes = Probes(
        in_flight=lambda: app.in_flight.working,
        ready=container.store().ready,
        occupancy=container.occupancy,
        passwords=container.passwords(),
    )
    app = application(container, instruments, [stop_when_orphaned, *instruments.background_tasks(probes)])
    return app, container.feed(), instruments.around


async def stop_when_orphaned() -> None:
    """Stop this process when its parent was killed: nothing else would."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return
    loop, gone = asyncio.get_running_loop(), asyncio.Event()
    loop.add_reader(parent.sentinel, gone.set)
    try:
        await gone.wait()
    finally:
        loop.remove_reader(parent.sentinel)
    os.kill(os.getpid(), signal.SIGTERM)
