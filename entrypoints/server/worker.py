"""One process that answers requests."""

import asyncio
import gc
import multiprocessing
import os
import signal

from dependency_injector import providers
from litestar.types import ASGIApp

from adapters.system.shared_rate_table import SharedRateTable
from entrypoints.container import Container
from entrypoints.http.app import create_app
from entrypoints.observability.instruments import Probes
from entrypoints.observability.logging import configure_logging
from entrypoints.server.event_loop import DRAIN
from entrypoints.server.instrumentation import instruments_for
from entrypoints.settings import Settings

COLLECT_AFTER = 20_000
"""Objects more than there were after the last collection; a hundred requests under way have about as many."""


def create(settings: Settings, rate_table: SharedRateTable) -> ASGIApp:
    """Return the application of this process, which counts with all that share `rate_table` what a user asks.

    It winds down when the process gets the signal `DRAIN`, and stops when the one that started it is gone.
    """
    configure_logging(settings.logs)
    instruments = instruments_for(settings)
    container = Container(
        settings=settings,
        store_observer=providers.Object(instruments.store),
        passwords_observer=providers.Object(instruments.passwords),
    )
    sights = Probes(
        in_flight=lambda: app.in_flight.working,
        ready=container.store().ready,
        occupancy=container.occupancy,
        passwords=container.passwords(),
    )
    app = create_app(
        instruments.use_cases(container.use_cases()),
        store=container.store(),
        seal=container.seal(),
        settings=settings.http,
        background_tasks=[*container.background_tasks(), stop_when_orphaned, *instruments.background_tasks(sights)],
        routes=instruments.routes,
        finished=instruments.finished,
        rate_table=rate_table,
    )
    signal.signal(DRAIN, lambda _signal, _frame: app.readiness.drain())
    # What is there now stays: the collector need not look at it again and again. What requests leave holds no circles
    # (but for mistakes in bodies, which cattrs gathers) and is freed without it, so it need not look often either.
    gc.collect()
    gc.freeze()
    gc.set_threshold(COLLECT_AFTER, 10, 10)
    return instruments.around(app)


async def stop_when_orphaned() -> None:
    """Stop this process when the one that started it was killed: nobody else would."""
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
