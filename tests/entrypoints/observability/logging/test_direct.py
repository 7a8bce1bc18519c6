"""The line for each request: the short way to the output writes what the long one does."""

import json
import os
import socket
import subprocess
import sys
from select import PIPE_BUF
from typing import Any

import msgspec
import pytest

from entrypoints.observability.logging.direct import _Gathered

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
class Somebody:
    user_id: UUID

request = {"path": "/", "query": b"", "client": None, "route": route or None}
headers = {b"traceparent": trace.encode()} if trace else {}
exchange = Exchange(id=id, method=method, started=0.0, due=0.0, late=None, headers=headers, **request)
exchange.status, exchange.sent, exchange.problem = int(status), 345, None if status == "200" else "not-found"
exchange.session = Somebody(UUID(int=7)) if route else None
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
    """The lines, first by the short way and then by the long one, and whether there was no short one."""
    command = [sys.executable, "-c", WRITE, level, form, method, str(status), request_id, route, trace, "1"]
    out = subprocess.run(command, capture_output=True, check=True, text=True, env=dict(os.environ)).stdout  # noqa: S603 - ourselves
    *lines, same = out.splitlines()
    return lines, same == "True"


def constant(line: str) -> list[tuple[str, Any]]:
    return [(name, None if name in VARYING else value) for name, value in json.loads(line).items()]


@pytest.mark.parametrize(
    "request_of",
    [{}, {"method": "DELETE", "status": 404}, {"route": ""}, {"trace": TRACE}, {"trace": "00-nonsense"}],
    ids=str,
)
def test_the_short_way_writes_what_the_long_one_does(request_of: dict[str, Any]) -> None:
    (direct, like_others), same = written(**request_of)
    assert not same
    assert constant(direct) == constant(like_others)


@pytest.mark.parametrize("level", ["debug", "info"])
def test_it_is_taken_where_the_lines_are_wanted(level: str) -> None:
    lines, same = written(level=level)
    assert (len(lines), same) == (2, False)


@pytest.mark.parametrize(("form", "level", "lines"), [("console", "info", 2), ("json", "warning", 0)])
def test_it_is_not_taken_elsewhere(form: str, level: str, lines: int) -> None:
    told, same = written(form=form, level=level)
    assert (len(told), same) == (lines, True)


def test_a_failure_is_a_warning_by_either_way() -> None:
    lines, _ = written(status=503)
    assert [json.loads(line)["level"] for line in lines] == ["warning", "warning"]


def test_what_a_client_sent_is_not_written_before_it_was_looked_at() -> None:
    token = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl"
    lines, _ = written(request_id=token, method="X" * 40_000)
    assert all(len(line) < 16_384 and token not in line for line in lines)
    lines, _ = written(request_id=token)
    assert [json.loads(line)["id"] for line in lines] == ["***", "***"]


def test_what_is_finished_in_one_turn_is_written_in_pieces_that_a_pipe_takes_whole() -> None:
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)  # keeps apart what was written apart
    command = [sys.executable, "-c", WRITE, "info", "json", "GET", "200", ID, ROUTE, "", "200"]
    with ours, theirs, subprocess.Popen(command, stdout=theirs.fileno()):  # noqa: S603 - ourselves
        ours.settimeout(20)
        pieces: list[bytes] = []
        while sum(piece.count(b"\n") for piece in pieces) < 201:
            pieces.append(ours.recv(1 << 16))

    lines = b"".join(pieces).splitlines()

    assert {json.loads(line)["id"] for line in lines} == {ID}
    assert all(len(piece) <= PIPE_BUF and piece.endswith(b"\n") for piece in pieces)
    assert len(pieces) < len(lines) / 10


def test_a_line_of_a_request_that_is_given_up_when_all_is_over_is_written_at_once() -> None:
    pieces: list[bytes] = []

    _Gathered(pieces.append)(Line("the last"))

    assert pieces == [b'{"event":"the last"}']


class Line(msgspec.Struct):
    event: str
