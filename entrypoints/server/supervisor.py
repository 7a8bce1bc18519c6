"""The supervisor: starts the workers, replaces those that die, and stops them."""

import gc
import multiprocessing
import os
import resource
import signal
import socket
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from types import FrameType

import structlog
from attrs import define, field

from domain.ports import RateTable
from entrypoints.observability.logging import configure_logging
from entrypoints.observability.telemetry import counting, ensure_installed
from entrypoints.server.http1.limits import MAX_CONNECTIONS
from entrypoints.server.listening import listen
from entrypoints.server.signals import DRAIN, STOP_WITHIN, STOPS
from entrypoints.settings import Settings

HANDLED = (*STOPS, DRAIN)
OTHER_FILES = 64
"""What a worker opens besides connections of clients: to the database, for metrics, for traces."""
RESPAWN_AFTER = 0.5
"""Seconds between the death of a worker and the start of the next."""
KILL_AFTER = STOP_WITHIN + 2
"""Seconds after which a worker that does not stop is killed."""
MAX_DEATHS, DEATHS_WITHIN = 20, 30.0
"""Deaths of workers within seconds; then an end is noticed better than ever new workers."""

_log = structlog.get_logger("taskapi.server")


class WorkersFailed(Exception):
    """The workers die again and again."""


@define(eq=False)
class Supervisor:
    """Keeps a number of workers alive until a signal stops it.

    SIGTERM begins a drain phase: the workers report that they are not ready, so that load balancers send their requests
    elsewhere, and stop only after it. A second signal, or SIGINT, stops them at once.
    """

    work: Callable[[], None]
    """What a worker does, in its own process."""
    count: int
    drain_seconds: float
    started: Callable[[], None] = lambda: None
    """Called once, when all workers are forked."""
    _workers: dict[int, BaseProcess] = field(factory=dict, init=False)
    """By number, from 1."""
    _deaths: deque[float] = field(factory=lambda: deque(maxlen=MAX_DEATHS), init=False)
    _stop_at: float | None = field(default=None, init=False)
    """When the workers are to be stopped, on the monotonic clock."""

    def run(self) -> None:
        """Run until a signal stops it; raise `WorkersFailed`."""
        with self._signals() as signalled:
            try:
                self._start_missing()
                self.started()
                while self._stop_at is None or time.monotonic() < self._stop_at:
                    self._start_missing()
                    wait([signalled, *(worker.sentinel for worker in self._workers.values())], self._patience())
                    if self._stop_at is None:
                        self._bury_dead()
            finally:
                self._stop_workers()

    def _patience(self) -> float | None:
        """Return after how many seconds there is something to do even if nothing happens."""
        if self._stop_at is not None:
            return max(0.0, self._stop_at - time.monotonic())
        return None if len(self._workers) == self.count else RESPAWN_AFTER

    def _start_missing(self) -> None:
        if self._stop_at is not None or (self._deaths and time.monotonic() - self._deaths[-1] < RESPAWN_AFTER):
            return
        for number in range(1, self.count + 1):
            if number not in self._workers:
                worker = multiprocessing.Process(target=_run, args=(self.work, number), name=f"worker-{number}")
                # A signal that comes before the worker has its own handlers waits until it has.
                blocked = signal.pthread_sigmask(signal.SIG_BLOCK, HANDLED)
                try:
                    worker.start()
                finally:
                    signal.pthread_sigmask(signal.SIG_SETMASK, blocked)
                self._workers[number] = worker

    def _bury_dead(self) -> None:
        """Remove the workers that have died; raise `WorkersFailed`."""
        for number, worker in [*self._workers.items()]:
            if worker.exitcode is not None:
                del self._workers[number]
                self._deaths.append(time.monotonic())
                _log.error("worker died, another one will be started", worker=number, exit_code=worker.exitcode)
        if len(self._deaths) == MAX_DEATHS and self._deaths[-1] - self._deaths[0] < DEATHS_WITHIN:
            raise WorkersFailed(f"{MAX_DEATHS} workers died within {DEATHS_WITHIN:.0f} s; the log says why")

    def _stop_workers(self) -> None:
        for worker in self._workers.values():
            worker.terminate()
        deadline = time.monotonic() + KILL_AFTER
        for number, worker in self._workers.items():
            worker.join(max(0.0, deadline - time.monotonic()))
            if worker.exitcode is None:
                _log.warning("worker did not stop in time and is killed", worker=number)
                worker.kill()
                worker.join()

    def _on_signal(self, number: int, _frame: FrameType | None) -> None:
        now = time.monotonic()
        if self._stop_at is None and number == signal.SIGTERM:
            self._stop_at = now + self.drain_seconds
            for worker in self._workers.values():
                if worker.pid is not None and worker.exitcode is None:
                    os.kill(worker.pid, DRAIN)
        else:
            self._stop_at = now

    @contextmanager
    def _signals(self) -> Iterator[socket.socket]:
        """Inside the block, handle signals; yield what becomes readable when one has come."""
        reading, writing = socket.socketpair()
        with reading, writing:
            writing.setblocking(False)  # noqa: FBT003 - the only way to write it
            previous = signal.set_wakeup_fd(writing.fileno(), warn_on_full_buffer=False)
            for number in STOPS:
                signal.signal(number, self._on_signal)
            try:
                yield reading
            finally:
                # Whatever cleans up now is not interrupted.
                for number in STOPS:
                    signal.signal(number, signal.SIG_IGN)
                signal.set_wakeup_fd(previous)


def _run(work: Callable[[], None], number: int) -> None:
    """Run a worker in its own process."""
    signal.set_wakeup_fd(-1)
    for stop in STOPS:
        signal.signal(stop, _exit)  # until it serves there is nothing to finish
    signal.signal(DRAIN, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, HANDLED)
    structlog.contextvars.bind_contextvars(worker=number)
    work()


def _exit(_number: int, _frame: FrameType | None) -> None:
    os._exit(0)


def serve(
    settings: Settings, rate_table: RateTable, listening: socket.socket, started: Callable[[], None] = lambda: None
) -> None:
    """Serve on a bound socket until SIGTERM or SIGINT; replace workers that die.

    The settings must be complete: with signing keys, and with the URL of a
    database that is there and migrated. Without a URL everything is kept in
    the memory of one process. All workers share the rate table. `started` is
    called when they are forked. Raises `WorkersFailed` if the workers die
    again and again.
    """
    ensure_installed(settings)
    configure_logging(settings.logs)
    count = settings.server.workers if settings.database.url else 1
    if count > 1:
        _worker()  # loaded once, and shared by all; one alone loads it itself, and there is no copy of it here
    # Handed over in memory or through a pipe, so secrets show neither in arguments nor in the environment.
    work = partial(_work, settings, rate_table, listening, _max_connections())
    listen(listening)
    with counting(settings):
        # What exists now is shared with the workers, as long as no collector traverses it.
        gc.collect()
        gc.freeze()
        Supervisor(work, count, settings.server.drain_seconds, started).run()


def _work(settings: Settings, rate_table: RateTable, listening: socket.socket, max_connections: int) -> None:
    """Serve, in a worker."""
    _worker()(settings, rate_table, listening, max_connections)


def _worker() -> Callable[[Settings, RateTable, socket.socket, int], None]:
    from entrypoints.server.worker import run  # noqa: PLC0415 - large, and not needed to supervise one worker

    return run


def _max_connections() -> int:
    """Return how many clients a worker may hold, after raising the limit of open files as far as allowed."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    desired = MAX_CONNECTIONS + OTHER_FILES
    files = desired if hard == resource.RLIM_INFINITY else min(desired, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (files, hard))
    return max(1, files - OTHER_FILES)
