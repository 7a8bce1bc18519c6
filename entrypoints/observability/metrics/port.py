"""Serving the metrics on a separate port, without a token.

It is answered by the process that starts the workers: so it tells what is
wrong even when no worker answers any more.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from prometheus_client import start_http_server

from entrypoints.observability.metrics.processes import AllProcesses


@contextmanager
def listening(host: str, port: int, folder: Path) -> Iterator[None]:
    """Answer while inside the block; raises `OSError` if the port cannot be had."""
    server, thread = start_http_server(port, host, AllProcesses(folder).registry())
    # Workers are forked; one that outlives this process must not keep the port.
    os.register_at_fork(after_in_child=server.socket.close)
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
