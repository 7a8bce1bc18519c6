"""Serving the metrics on a separate port, without a token.

The supervisor serves them, so they are available even when no worker responds.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from prometheus_client import start_http_server

from entrypoints.observability.metrics.aggregation import AggregatedMetrics


@contextmanager
def listening(host: str, port: int, folder: Path) -> Iterator[None]:
    """Serve the metrics inside the block; raise `OSError` if the port is not available."""
    server, thread = start_http_server(port, host, AggregatedMetrics(folder).registry())
    # Workers are forked; one that outlives this process must not keep the port.
    os.register_at_fork(after_in_child=server.socket.close)
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
