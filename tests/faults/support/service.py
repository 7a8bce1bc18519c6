"""The service as an operator runs it: `taskapi serve` with several workers, to be watched, killed and started again."""

import asyncio
import os
import resource
import subprocess
import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence
from http import HTTPStatus
from pathlib import Path
from signal import SIGCONT, SIGKILL, SIGSTOP, SIGTERM
from typing import TypeAlias

from attrs import define, field

from adapters.postgres_server.account import Account
from tests.faults.support.connection import Connection, NoAnswer
from tests.faults.support.processes import (
    alive,
    all_gone,
    children,
    command_of,
    descendants,
    free_port,
    send_signal,
    stopped,
)
from tests.support.repository import ROOT
from tests.support.waiting import until

OUR_CODE = str(ROOT)
"""The code beside these tests, whatever may be installed."""
SETTINGS = {
    "JWT_SECRET": "a-secret-of-the-tests-which-is-long-enough-to-be-one",
    "SERVER_WORKERS": "2",
    "DRAIN_SECONDS": "0.1",
    "LOG_FORMAT": "json",
    # The tests are one address, and make many accounts.
    "REGISTRATIONS_PER_ADDRESS": "1000000",
    "LOGIN_GUESSES_PER_ADDRESS": "1000000",
    # One person of the tests asks for many.
    "RATE_LIMIT_PER_USER": "0",
}


@define(eq=False)
class Service:
    """One instance of the service on a port of its own, which stays the same when it is started again."""

    folder: Path
    """Of its log."""
    database_url: str
    settings: Mapping[str, str] = field(factory=dict)
    port: int = field(factory=free_port)
    max_files: int | None = None
    """How many files each process may have open."""
    _process: "subprocess.Popen[bytes] | None" = field(default=None, init=False)

    async def start(self) -> None:
        """Start it and wait until it is ready, with all its workers."""
        self.launch()
        await until(self.is_ready, within=30)
        await until(self.is_whole)

    def launch(self) -> None:
        """Start it."""
        given = {"DATABASE_URL": self.database_url, "SERVER_PORT": str(self.port)}
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603 - ourselves
                self._command(),
                env={"PATH": os.defpath, "PYTHONPATH": OUR_CODE, **SETTINGS, **given, **self.settings},
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        if self.max_files:
            resource.prlimit(self.pid, resource.RLIMIT_NOFILE, (self.max_files, self.max_files))

    def _command(self) -> list[str]:
        """`taskapi serve`, which ends when the tests end, even if they are killed."""
        ourselves = Account(os.geteuid(), os.getegid())
        return ourselves.command(Path(sys.executable), "-m", "entrypoints.cli", "serve", reaching=self.folder)

    @property
    def pid(self) -> int:
        """The process that looks after the workers."""
        if self._process is None:
            raise ValueError("the service has not been started")
        return self._process.pid

    @property
    def log(self) -> Path:
        """What it writes, over all starts."""
        return self.folder / f"service-{self.port}.log"

    def workers(self) -> list[int]:
        """The processes that answer requests."""
        return [pid for pid in children(self.pid) if b"resource_tracker" not in command_of(pid)]

    async def share(self, connections: Sequence[Connection]) -> None:
        """Connect to each worker in turn, while the others are stopped: a quick one could accept all connections."""
        workers = self.workers()
        for number, worker in enumerate(workers):
            others = [pid for pid in workers if pid != worker]
            send_signal(others, SIGSTOP)
            try:
                await until(lambda: all(map(stopped, others)))  # noqa: B023
                await asyncio.gather(*(one.ask("GET", "/health") for one in connections[number :: len(workers)]))
            finally:
                send_signal(others, SIGCONT)
        for one in connections:
            one.answers.clear()

    async def kill(self) -> None:
        """`kill -9`, all of it at one moment."""
        everyone = [self.pid, *descendants(self.pid)]
        send_signal(everyone, SIGKILL)
        await all_gone(everyone)
        # Its threads may take a moment longer than the kernel's word that it has ended.
        await until(lambda: self._collect() is not None)

    async def stop(self, *, within: float = 30.0) -> int:
        """Ask it to end and wait; return the exit code."""
        send_signal([self.pid], SIGTERM)
        await until(lambda: self._collect() is not None, within=within)
        return self._collect() or 0

    @property
    def runs(self) -> bool:
        """Whether it was started and has not ended."""
        return self._process is not None and self._collect() is None

    def _collect(self) -> int | None:
        return self._process.poll() if self._process else None

    async def is_ready(self) -> bool:
        """Whether it answers that it is."""
        if self._collect() is not None:
            raise RuntimeError(f"the service has ended: {self.log.read_text(encoding='utf-8')[-2_000:]}")
        return await self.status("/health/ready") == HTTPStatus.OK

    def is_whole(self) -> bool:
        """Whether all workers are there and take connections."""
        workers = int({**SETTINGS, **self.settings}["SERVER_WORKERS"])
        log, pids = self.log.read_text(encoding="utf-8"), self.workers()
        started = [pid for pid in pids if f'"event":"worker started","logger":"taskapi.server","pid":{pid},' in log]
        return len(started) == len(pids) == workers

    async def status(self, path: str, *, patience: float = 5.0) -> int | None:
        """What it answers on a connection of its own; none if it does not."""
        connection = Connection(self.port, patience)
        try:
            return (await connection.ask("GET", path)).status
        except NoAnswer:
            return None
        finally:
            connection.close()

    async def end(self) -> None:
        """Leave nothing behind."""
        if self._process and (self.runs or any(map(alive, descendants(self.pid)))):
            await self.kill()


Serve: TypeAlias = Callable[..., Awaitable[Service]]
"""Starts a service."""
