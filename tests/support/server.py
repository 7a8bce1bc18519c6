"""The program as its users run it: a separate process on a real socket, with its output."""

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
    # All tests come from one address and create many accounts.
    "REGISTRATIONS_PER_ADDRESS": "1000000",
    "LOGIN_GUESSES_PER_ADDRESS": "1000000",
}


@define(eq=False)
class Server:
    """`taskapi serve` in a folder, on a port that it keeps across restarts; settings are its environment."""

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
        """Start it, with empty output files."""
        with self._stderr_file.open("wb") as stderr, self._log_file.open("wb") as log:
            self._process = subprocess.Popen(  # noqa: S603 - our own program
                [*self.program, "serve", *self.arguments],
                env={"PATH": os.defpath, "SERVER_PORT": str(self.port), **SETTINGS, **self.settings},
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=stderr,
                start_new_session=True,
            )

    @property
    def process(self) -> "subprocess.Popen[bytes]":
        """The process that was started last."""
        if self._process is None:
            raise ValueError("it was not started")
        return self._process

    def ready(self) -> bool:
        """Return whether it is ready; raise `RuntimeError` with its messages if it has exited."""
        if self.process.poll() is not None:
            raise RuntimeError(f"it has exited with {self.process.returncode}: {self.stderr}")
        return self.status("/health/ready") == HTTPStatus.OK

    def status(self, path: str) -> int | None:
        """Return the status of a GET request on a new connection; None without a response."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request("GET", path)
            return connection.getresponse().status
        except (OSError, http.client.HTTPException):
            return None
        finally:
            connection.close()

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Send it a signal; return its exit code."""
        self.process.send_signal(number)
        return self.process.wait(20)

    def kill(self) -> None:
        """Kill the supervisor with SIGKILL, but none of its children."""
        self.process.kill()
        self.process.wait()

    @property
    def url(self) -> str:
        """The URL it listens on."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def stderr(self) -> str:
        """Its messages to the operator: standard error."""
        return self._stderr_file.read_text(encoding="utf-8")

    @property
    def log(self) -> str:
        """Its log: standard output."""
        return self._log_file.read_text(encoding="utf-8")

    @property
    def _stderr_file(self) -> Path:
        return self.folder / f"server-{self.port}.err"

    @property
    def _log_file(self) -> Path:
        return self.folder / f"server-{self.port}.log"

    def client(self) -> httpx.Client:
        """Return a client of its API."""
        return httpx.Client(base_url=f"{self.url}/api/v1", timeout=60)

    def socket(self) -> socket.socket:
        """Return an open TCP connection."""
        return socket.create_connection(("127.0.0.1", self.port), timeout=60)


@contextmanager
def serving(folder: Path, *arguments: str, program: Sequence[str] = TASKAPI, **settings: str) -> Iterator[Server]:
    """Yield a server that is ready, and stop it afterwards."""
    server = Server(folder, arguments, settings, program)
    try:
        yield server.start()
    finally:
        if server.process.poll() is None:
            server.stop(signal.SIGINT)


def until(condition: Callable[[], bool], *, within: float = 30.0) -> None:
    """Wait until a condition holds; raise `TimeoutError` after so many seconds."""
    deadline = time.monotonic() + within
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(f"{condition} did not become true within {within} s")
        time.sleep(0.02)
