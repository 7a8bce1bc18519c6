"""The message on standard error when the server answers: where it is, and what to try first."""

import http.client
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version

import click

from entrypoints.settings.groups import Server

BETWEEN = 0.03
"""Seconds between two checks."""
ANYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - read, not listened on
"""How this machine reaches what listens on all its addresses."""


@contextmanager
def announced(server: Server, place: str) -> Iterator[None]:
    """Inside the block, wait for the server's first response, then print the message."""
    over = threading.Event()
    address = ANYWHERE.get(server.host, server.host)

    def announce() -> None:
        while not over.is_set():
            if _answers(address, server.port):
                click.echo(_announcement(server, address, place), err=True)
                return
            over.wait(BETWEEN)

    threading.Thread(target=announce, daemon=True).start()
    try:
        yield
    finally:
        over.set()


def _answers(address: str, port: int) -> bool:
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


def _announcement(server: Server, address: str, place: str) -> str:
    workers = f"{server.workers} workers" if server.workers > 1 else "1 worker"
    url = f"http://[{address}]:{server.port}" if ":" in address else f"http://{address}:{server.port}"
    return f"""
  taskapi {version("taskapi")} is ready

    API    {url}/api/v1  ({workers}, listening on {server.host})
    docs   {url}/docs
    data   {place}
    stop   Ctrl-C
"""
