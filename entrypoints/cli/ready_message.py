"""The message on standard error when the server answers: where it is, and what to try first."""

import http.client
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.metadata import version

import click

from entrypoints.settings.groups import Server

INTERVAL = 0.03
"""Seconds between two checks."""
LOOPBACK = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - read, not listened on
"""The loopback address of a server that listens on all addresses."""


@contextmanager
def announce_when_ready(server: Server, data: str) -> Iterator[Callable[[], None]]:
    """Yield a function that waits for the server's first response in the background, then prints the message.

    Call it when the workers are forked: a lock that a thread holds at that moment, such as that of a module which it is
    importing, would be locked in the worker for ever.
    """
    stopped = threading.Event()
    address = LOOPBACK.get(server.host, server.host)

    def wait_and_print() -> None:
        while not stopped.is_set():
            if _responds(address, server.port):
                click.echo(_ready_message(server, address, data), err=True)
                return
            stopped.wait(INTERVAL)

    try:
        yield threading.Thread(target=wait_and_print, daemon=True).start
    finally:
        stopped.set()


def _responds(address: str, port: int) -> bool:
    connection = http.client.HTTPConnection(address, port, timeout=1)
    try:
        connection.request("HEAD", "/health")
        connection.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    else:
        return True
    finally:
        connection.close()


def _ready_message(server: Server, address: str, data: str) -> str:
    workers = f"{server.workers} workers" if server.workers > 1 else "1 worker"
    url = f"http://[{address}]:{server.port}" if ":" in address else f"http://{address}:{server.port}"
    return f"""
  taskapi {version("taskapi")} is ready

    API    {url}/api/v1  ({workers}, listening on {server.host})
    docs   {url}/docs
    data   {data}
    stop   Ctrl-C
"""
