"""Separate processes that run an embedded PostgreSQL, and inspecting it from outside."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import asyncpg

from adapters.postgres_server import EmbeddedPostgres
from adapters.postgres_server.folder_lock import _command_of

OWNER = """
import os, signal, subprocess, sys, threading, time
from pathlib import Path
from adapters.postgres_server import EmbeddedPostgres

signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell that starts tests in the background ignores it

def own():
    server = EmbeddedPostgres.start(Path(sys.argv[1]))
    child = os.fork() if "fork" in sys.argv else None
    try:
        if child != 0:
            print(server.url, server.process.pid, child or 0, flush=True)
        time.sleep(60)
    except KeyboardInterrupt:
        try:
            server.process.wait(0.3)
        except subprocess.TimeoutExpired:
            print("alive", flush=True)
        server.stop()

if "thread" in sys.argv:  # the kernel does not end the server of such an owner
    threading.Thread(target=own).start()
else:
    own()
"""


@contextmanager
def owner(folder: Path, *how: str) -> Iterator[tuple["subprocess.Popen[str]", str, int, int]]:
    """Run a server in another process; yield the process, the server's URL, its pid and the pid of a forked child."""
    command = [sys.executable, "-c", OWNER, str(folder), *how]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True) as process:  # noqa: S603 -- our own program
        assert process.stdout
        url, *pids = process.stdout.readline().split()
        try:
            yield process, url, *map(int, pids)  # type: ignore[misc]
        finally:
            process.kill()


async def ask(url: str | None, *statements: str) -> Any:
    connection = await asyncpg.connect(url)
    try:
        return [await connection.fetchval(statement) for statement in statements][-1]
    finally:
        await connection.close()


def is_postgres(pid: int) -> bool:
    """Return whether a process of PostgreSQL runs; one that has ended and was not collected does not."""
    return b"postgres" in _command_of(pid)


def new_cluster_in(folder: Path) -> Path:
    """Create a data folder with a cluster and return it."""
    EmbeddedPostgres.start(folder / "taskapi").stop()
    return folder / "taskapi"
