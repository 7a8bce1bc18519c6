"""A worker: one process that serves requests."""

import asyncio
import gc
import multiprocessing
import os
import signal

from dependency_injector import providers
from litestar.types import ASGIApp

from domain.ports import RateTable
from entrypoints.container import Container
from entrypoints.observability.logging import configure_logging
from entrypoints.observability.probes import Probes
from entrypoints.server.application import application
from entrypoints.server.event_loop import DRAIN
from entrypoints.server.instrumentation import instruments_for
from entrypoints.settings import Settings

COLLECT_AFTER = 20_000
"""Objects more than there were after the last collection; a hundred requests under way have about as many."""


def create(settings: Settings, rate_table: RateTable) -> ASGIApp:
    """Return the application of this process; all processes that share `rate_table` count a user's requests together.

    It drains when the process receives the signal `DRAIN`, and stops when its parent has ended.
    """
    configure_logging(settings.logs)
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
    signal.signal(DRAIN, lambda _signal, _frame: app.readiness.drain())
    # What exists now is permanent, so the collector need not traverse it again. Requests leave no reference cycles
    # (but for violations in bodies, which cattrs collects) and are freed without it, so it need not run often either.
    gc.collect()
    gc.freeze()
    gc.set_threshold(COLLECT_AFTER, 10, 10)
    return instruments.around(app)


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
