"""A server on a real socket that gives prepared responses, and records the requests."""

import json
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from attrs import define, field, frozen

PROBLEM = "application/problem+json"


@frozen
class Answer:
    """One response; without a status the connection breaks instead."""

    status: int | None = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(factory=dict)


@frozen
class Received:
    """One request, and when it came."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes
    at: float


@define(eq=False)
class Scripted:
    """Gives each answer once, in order, and the last one forever."""

    answers: list[Answer]
    url: str = ""
    requests: list[Received] = field(factory=list)
    _lock: threading.Lock = field(factory=threading.Lock)

    def next_answer(self, request: Received) -> Answer:
        """Record a request and return its answer."""
        with self._lock:
            self.requests.append(request)
            return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]

    def sent(self, header: str) -> list[str | None]:
        """Return the values of a header of all requests."""
        return [request.headers.get(header) for request in self.requests]


def json_answer(value: Any, status: int = 200, **headers: str) -> Answer:
    """Return a response with a JSON body; underscores in names of headers stand for hyphens."""
    names = {name.replace("_", "-"): text for name, text in headers.items()}
    return Answer(status, json.dumps(value).encode(), {"Content-Type": "application/json", **names})


def problem(status: int, code: str, **headers: str) -> Answer:
    """Return an error as the server describes it."""
    value = {
        "type": f"urn:taskapi:problem:{code}",
        "title": "Error",
        "status": status,
        "detail": "on purpose",
        "error": "on purpose",
        "code": code,
        "request_id": "server-1",
    }
    return json_answer(value, status, Content_Type=PROBLEM, **headers)


BROKEN = Answer(status=None)
HEALTHY = json_answer({"status": "ok"})


@contextmanager
def scripted(*answers: Answer) -> Iterator[Scripted]:
    """Yield a server with these answers."""
    script = Scripted(list(answers))

    class Connection(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            headers = dict(self.headers.items())
            answer = script.next_answer(Received(self.command, self.path, headers, body, time.monotonic()))
            if answer.status is None:
                self.close_connection = True
                return
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            if answer.status not in {204, 304}:
                self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            self.wfile.write(answer.body)

        do_GET = do_POST = do_PATCH = do_DELETE = do_PUT = answer  # noqa: N815 - names of the standard library

        def log_message(self, *_: object) -> None:
            """Print nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Connection) as server:
        server.daemon_threads = True
        server.block_on_close = False
        script.url = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield script
        finally:
            server.shutdown()
            thread.join()
