"""The access log: the fast path to the output writes the same line as structlog."""

import json
import os
import socket
import subprocess
import sys
from select import PIPE_BUF
from typing import Any

import msgspec
import pytest

from entrypoints.observability.logging.direct import _LineBuffer

WRITE = """
import sys
import uvloop
from uuid import UUID
from attrs import define
from entrypoints.http.middleware.access_log import access_log, log_access
from entrypoints.http.requests.exchange import Exchange
from entrypoints.observability.logging import configure_logging
from entrypoints.settings.groups import Logs

level, format, method, status, id, route, trace, times = sys.argv[1:]
configure_logging(Logs(level=level, format=format))

@define
class Session:
    user_id: UUID

request = {"path": "/", "query": b"", "client": None, "route": route or None}
headers = {b"traceparent": trace.encode()} if trace else {}
exchange = Exchange(id=id, method=method, started=0.0, due=0.0, late=None, headers=headers, **request)
exchange.status, exchange.sent, exchange.problem = int(status), 345, None if status == "200" else "not-found"
exchange.credential = Session(UUID(int=7)) if route else None
direct = access_log()

async def finish():
    for _ in range(int(times)):
        direct(exchange)

uvloop.run(finish())
log_access(exchange)
print(direct is log_access)
"""

ID = "9efbea0633c9aa47-e1a"
ROUTE = "/api/v1/tasks/{task_id}"
TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
VARYING = {"time", "duration_ms"}


def written(
    *,
    level: str = "info",
    form: str = "json",
    method: str = "GET",
    status: int = 200,
    request_id: str = ID,
    route: str = ROUTE,
    trace: str = "",
) -> tuple[list[str], bool]:
    """Return the lines of the fast path and of structlog, and whether there was no fast path."""
    command = [sys.executable, "-c", WRITE, level, form, method, str(status), request_id, route, trace, "1"]
    out = subprocess.run(command, capture_output=True, check=True, text=True, env=dict(os.environ)).stdout  # noqa: S603 - our own program
    *lines, same = out.splitlines()
    return lines, same == "True"


def constant(line: str) -> list[tuple[str, Any]]:
    return [(name, None if name in VARYING else value) for name, value in json.loads(line).items()]


@pytest.mark.parametrize(
    "request_of",
    [{}, {"method": "DELETE", "status": 404}, {"route": ""}, {"trace": TRACE}, {"trace": "00-nonsense"}],
    ids=str,
)
def test_the_fast_path_writes_the_same_line_as_structlog(request_of: dict[str, Any]) -> None:
    (fast, slow), same = written(**request_of)
    assert not same
    assert constant(fast) == constant(slow)


@pytest.mark.parametrize("level", ["debug", "info"])
def test_the_fast_path_is_used_for_json_at_level_info_or_below(level: str) -> None:
    lines, same = written(level=level)
    assert (len(lines), same) == (2, False)


@pytest.mark.parametrize(("form", "level", "lines"), [("console", "info", 2), ("json", "warning", 0)])
def test_the_fast_path_is_not_used_otherwise(form: str, level: str, lines: int) -> None:
    output, same = written(form=form, level=level)
    assert (len(output), same) == (lines, True)


def test_a_server_error_is_a_warning_on_either_path() -> None:
    lines, _ = written(status=503)
    assert [json.loads(line)["level"] for line in lines] == ["warning", "warning"]


def test_input_of_clients_is_masked_and_truncated() -> None:
    token = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl"
    lines, _ = written(request_id=token, method="X" * 40_000)
    assert all(len(line) < 16_384 and token not in line for line in lines)
    lines, _ = written(request_id=token)
    assert [json.loads(line)["id"] for line in lines] == ["***", "***"]


def test_lines_of_one_iteration_are_written_in_chunks_that_a_pipe_accepts_atomically() -> None:
    reading, writing = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)  # keeps the boundaries of writes
    command = [sys.executable, "-c", WRITE, "info", "json", "GET", "200", ID, ROUTE, "", "200"]
    with reading, writing, subprocess.Popen(command, stdout=writing.fileno()):  # noqa: S603 - our own program
        reading.settimeout(20)
        chunks: list[bytes] = []
        while sum(chunk.count(b"\n") for chunk in chunks) < 201:
            chunks.append(reading.recv(1 << 16))

    lines = b"".join(chunks).splitlines()

    assert {json.loads(line)["id"] for line in lines} == {ID}
    assert all(len(chunk) <= PIPE_BUF and chunk.endswith(b"\n") for chunk in chunks)
    assert len(chunks) < len(lines) / 10


def test_a_line_is_written_at_once_when_the_event_loop_has_stopped() -> None:
    chunks: list[bytes] = []

    _LineBuffer(chunks.append)(Event("the last"))

    assert chunks == [b'{"event":"the last"}']


class Event(msgspec.Struct):
    event: str
