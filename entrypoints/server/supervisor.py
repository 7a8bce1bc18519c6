"""The supervisor: granian, configured to lose nothing when a worker dies or the service stops."""

import gc
import os
import resource
import signal
import threading
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any

from granian.constants import HTTPModes, Interfaces, Loops, RuntimeModes
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server import MPServer

from domain.ports import RateTable
from entrypoints.observability.logging import GRANIAN, configure_logging
from entrypoints.observability.telemetry import counting, ensure_installed
from entrypoints.server.event_loop import DRAIN
from entrypoints.settings import Settings

HEADERS_WITHIN = 10_000
"""Milliseconds for the headers of a request, and for the next request on a kept-alive connection."""
HEADERS_AT_MOST = 64 * 1024
"""Bytes that are buffered until the end of the headers; what arrives in one piece may be twice as long."""
CONNECTIONS_AT_MOST = 8_192
"""Open at the same time, for each worker, most of them idle; what is worked on is limited by `MAX_IN_FLIGHT`."""
FILES_OF_OUR_OWN = 64
"""What a worker opens besides: to the database, for metrics, for traces."""
STOP_WITHIN = 10
"""Seconds for requests in flight when a worker stops."""
SIGNAL_INTERVAL = 0.5
"""Seconds after which a worker that has not stopped is signalled again."""
DEATHS_AT_MOST, DEATHS_WITHIN = 20, 30
"""Of workers, within seconds; then whatever is wrong is better noticed by an end than hidden by ever new workers."""


class Listener(MPServer):
    """Granian with a drain phase: on SIGTERM the workers report that they are not ready, and stop only later.

    Meanwhile load balancers take notice and send their requests elsewhere. A
    second signal, or Ctrl-C, does not wait.
    """

    drain_seconds: float = 0.0
    draining: bool = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._deaths: deque[float] = deque(maxlen=DEATHS_AT_MOST)
        self._pid = os.getpid()

    def _respawn_workers(self, workers: list[int], *args: Any, **kwargs: Any) -> None:
        """Replace dead workers.

        Granian would take it for a crash loop when one dies twice within 5.5 seconds, and stop the others as well.
        """
        super()._respawn_workers(workers, *args, **kwargs)
        if self.interrupt_signal:  # which granian may have overlooked just before
            self.main_loop_interrupt.set()
        now = time.monotonic()
        self._deaths.extend(now for _ in workers)
        if len(self._deaths) < DEATHS_AT_MOST or now - self._deaths[0] > DEATHS_WITHIN:
            self.respawned_wrks.clear()

    def signal_handler_interrupt(self, number: int, _frame: object) -> None:
        """Drain, or stop at once."""
        if os.getpid() != self._pid:
            # A worker that is still starting: it has nothing to finish, and would miss the signal. (Right after the
            # fork, `multiprocessing` does not know the parent yet.)
            os._exit(0)
        if self.draining or number == signal.SIGINT:
            self._stop()
            return
        self.draining = True
        for process in self.wrks:
            with suppress(ProcessLookupError):
                os.kill(process.inner.pid, DRAIN)
        waiting = threading.Timer(self.drain_seconds, self._stop)
        waiting.daemon = True
        waiting.start()

    def _stop(self) -> None:
        self.interrupt_signal = True
        self.main_loop_interrupt.set()

    def _stop_workers(self) -> None:
        """Signal the workers to stop, repeatedly until they have stopped.

        A worker that was just forked loses the signal, and so does one whose event loop does not run yet.
        """
        stopped = threading.Event()

        def signal_repeatedly() -> None:
            while not stopped.wait(SIGNAL_INTERVAL):
                for process in list(self.wrks):
                    process.inner.terminate()

        threading.Thread(target=signal_repeatedly, daemon=True).start()
        try:
            super()._stop_workers()  # type: ignore[no-untyped-call]  # granian leaves it so
        finally:
            stopped.set()
        if self.interrupt_signal:  # a worker that received the signal first has not failed
            self.interrupt_children.clear()


def serve(settings: Settings, rate_table: RateTable) -> None:
    """Serve until SIGTERM or SIGINT; replace workers that die.

    The settings must be complete: with signing keys, and with the URL of a
    database that is there and migrated. Without a URL everything is kept in
    the memory of one process. All workers share the rate table.
    """
    ensure_installed(settings)
    # A worker that receives the signal before its handler is installed must not die of it.
    signal.signal(DRAIN, signal.SIG_IGN)
    listener = _listener(settings)
    configure_logging(settings.logs)
    if listener.workers > 1:
        _load()  # so that they share it; one alone loads it itself, and there is no copy of it here
    # Handed over in memory or through a pipe, so secrets show neither in arguments nor in the environment.
    with counting(settings):
        # What exists now is shared with the workers, as long as no collector traverses it.
        gc.collect()
        gc.freeze()
        listener.serve(target_loader=partial(_application, settings, rate_table), wrap_loader=False)


def _listener(settings: Settings) -> Listener:
    listener = Listener(
        target="taskapi",
        address=settings.server.host,
        port=settings.server.port,
        interface=Interfaces.ASGI,
        workers=settings.server.workers if settings.database.url else 1,
        # Our own loop under this name: see `event_loop`.
        loop=Loops.uvloop,
        # The runtime that alternates best with the event loop, although it has one thread: see decision 13.
        runtime_mode=RuntimeModes.mt,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=HEADERS_WITHIN, max_buffer_size=HEADERS_AT_MOST),
        websockets=False,
        backlog=1024,
        backpressure=_connections_allowed(),
        respawn_failed_workers=True,
        respawn_interval=0.5,
        workers_kill_timeout=STOP_WITHIN,
        log_access=False,
        log_level=LogLevels(settings.logs.level),
        log_dictconfig=GRANIAN,
    )
    listener.drain_seconds = settings.server.drain_seconds
    return listener


def _application(settings: Settings, rate_table: RateTable) -> Any:
    """Return the application, in a worker."""
    return _load()(settings, rate_table)


def _load() -> Callable[[Settings, RateTable], Any]:
    from entrypoints.server.worker import create  # noqa: PLC0415 - large, and not needed to supervise one worker

    return create


def _connections_allowed() -> int:
    """Return how many clients a worker may hold, after raising the number of open files as far as the operator allows.

    There must be files left when all of them are there: granian would try to accept one more again and again.
    """
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    desired = CONNECTIONS_AT_MOST + FILES_OF_OUR_OWN
    files = desired if hard == resource.RLIM_INFINITY else min(desired, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (files, hard))
    return max(1, files - FILES_OF_OUR_OWN)
