"""The program as its users run it: a process of its own on a real socket, and everything it writes."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path
from typing import Self

import httpx
from attrs import define, field

from tests.faults.support.processes import free_port

TASKAPI = (str(Path(sys.executable).with_name("taskapi")),)
SECRET = "kR8vZ2pQ5wX9nT4mB7jL1cF6hD3gS0aYeUiOxWqE"
SETTINGS = {
    "DRAIN_SECONDS": "0.1",
    # The tests are one address, and make many accounts.
    "REGISTRATIONS_PER_ADDRESS": "1000000",
    "LOGIN_GUESSES_PER_ADDRESS": "1000000",
}


@define(eq=False)
class Server:
    """`taskapi serve` in a folder, on a port of its own that it keeps over restarts; settings are its environment."""

    folder: Path
    arguments: Sequence[str] = ()
    settings: Mapping[str, str] = field(factory=dict)
    program: Sequence[str] = TASKAPI
    port: int = field(factory=free_port)
    _process: "subprocess.Popen[bytes] | None" = field(default=None, init=False)

    def start(self) -> Self:
        """Start it and wait until it is ready."""
        self.launch()
        until(self.ready)
        return self

    def launch(self) -> None:
        """Start it; what it says and what it logs begin anew."""
        with self._said.open("wb") as said, self._logged.open("wb") as logged:
            self._process = subprocess.Popen(  # noqa: S603 - ourselves
                [*self.program, "serve", *self.arguments],
                env={"PATH": os.defpath, "SERVER_PORT": str(self.port), **SETTINGS, **self.settings},
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=logged,
                stderr=said,
                start_new_session=True,
            )

    @property
    def process(self) -> "subprocess.Popen[bytes]":
        """The process that was started last."""
        if self._process is None:
            raise ValueError("it was not started")
        return self._process

    def ready(self) -> bool:
        """Whether it wants requests; raises `RuntimeError` with what it said if it has ended."""
        if self.process.poll() is not None:
            raise RuntimeError(f"it has ended with {self.process.returncode}: {self.said}")
        return self.status("/health/ready") == HTTPStatus.OK

    def status(self, path: str) -> int | None:
        """What it answers to GET on a connection of its own; none if it does not."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", path)
            return connection.getresponse().status
        except (OSError, http.client.HTTPException):
            return None
        finally:
            connection.close()

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Ask it to end; return its exit code."""
        self.process.send_signal(number)
        return self.process.wait(20)

    def kill(self) -> None:
        """`kill -9` for the process that was started; what becomes of its children is its own affair."""
        self.process.kill()
        self.process.wait()

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def said(self) -> str:
        """What it wrote to people: standard error."""
        return self._said.read_text(encoding="utf-8")

    @property
    def logged(self) -> str:
        """What it wrote to programs: standard output."""
        return self._logged.read_text(encoding="utf-8")

    @property
    def _said(self) -> Path:
        return self.folder / f"server-{self.port}.said"

    @property
    def _logged(self) -> Path:
        return self.folder / f"server-{self.port}.log"

    def client(self) -> httpx.Client:
        """Somebody who calls its API."""
        return httpx.Client(base_url=f"{self.url}/api/v1", timeout=10)

    def socket(self) -> socket.socket:
        """A bare connection."""
        return socket.create_connection(("127.0.0.1", self.port), timeout=10)


@contextmanager
def serving(folder: Path, *arguments: str, program: Sequence[str] = TASKAPI, **settings: str) -> Iterator[Server]:
    """Inside the block a server is ready; afterwards nothing of it is left, whatever happened."""
    server = Server(folder, arguments, settings, program)
    try:
        yield server.start()
    finally:
        if server.process.poll() is None:
            server.stop(signal.SIGINT)


def until(condition: Callable[[], bool], *, within: float = 30.0) -> None:
    """Wait until something holds; raise `TimeoutError` if it does not in time (seconds)."""
    deadline = time.monotonic() + within
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(f"{condition} did not become true within {within} s")
        time.sleep(0.02)
