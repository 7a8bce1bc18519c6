"""Exiting when another process exits."""

import os
import signal
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from entrypoints.cli.errors import CliError

INTERVAL = 0.5
"""Seconds between two checks."""


@contextmanager
def exit_with(process: "subprocess.Popen[bytes]", name: str) -> Iterator[None]:
    """Inside the block, interrupt this process when another one exits; leaving the block then raises `CliError`.

    A supervisor such as systemd then restarts both, and the next start recovers the data.
    """
    stopped, exited = threading.Event(), threading.Event()

    def watch() -> None:
        while not stopped.wait(INTERVAL):
            if process.poll() is not None:
                exited.set()
                os.kill(os.getpid(), signal.SIGINT)
                return

    threading.Thread(target=watch, daemon=True).start()
    try:
        yield
    finally:
        stopped.set()
    if exited.is_set():
        raise CliError(f"{name} has exited (code {process.returncode}), so taskapi stopped; start it again")
