"""Ending together with another process."""

import os
import signal
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from entrypoints.cli.errors import CliError

BETWEEN = 0.5
"""Seconds between two checks."""


@contextmanager
def bound_to(process: "subprocess.Popen[bytes]", name: str) -> Iterator[None]:
    """Inside the block, the end of a process interrupts this one; leaving the block then raises `CliError`.

    Whoever keeps us running starts both again, and the next start recovers what there is to recover.
    """
    over, ended = threading.Event(), threading.Event()

    def watch() -> None:
        while not over.wait(BETWEEN):
            if process.poll() is not None:
                ended.set()
                os.kill(os.getpid(), signal.SIGINT)
                return

    threading.Thread(target=watch, daemon=True).start()
    try:
        yield
    finally:
        over.set()
    if ended.is_set():
        raise CliError(f"{name} has ended (exit code {process.returncode}), and so did taskapi; start it again")
