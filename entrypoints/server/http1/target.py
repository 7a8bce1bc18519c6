"""The target of a request (RFC 9112, 3.2), and the ASGI scope."""

import re
from typing import Any, cast
from urllib.parse import unquote

from attrs import frozen
from litestar.types import HTTPScope

from domain.errors import DomainError
from entrypoints.http.requests.errors import BadRequest
from entrypoints.http.requests.malformed import MALFORMED
from entrypoints.server.http1.parser import Head

_absolute = re.compile(rb"https?://([^/?#]*)(.*)", re.IGNORECASE | re.DOTALL).fullmatch


@frozen
class Target:
    """Path and query string."""

    path: str
    """Decoded."""
    raw_path: bytes
    query: bytes


NO_TARGET = Target("", b"", b"")


def target_of(head: Head) -> Target:
    """Return the target of a request; raise `BadRequest`."""
    target = head.target
    if b"#" in target:
        raise BadRequest("the target of a request must not contain a fragment (#)")
    if not target.startswith(b"/"):
        target = _origin_form(head)
    raw_path, _, query = target.partition(b"?")
    path = raw_path.decode("latin-1")
    return Target(unquote(path) if "%" in path else path, raw_path, query)


def _origin_form(head: Head) -> bytes:
    """Return the path and query of another form of target."""
    if head.target == b"*" and head.method == "OPTIONS":
        return head.target
    found = _absolute(head.target)
    if found is None:
        raise BadRequest("the target of a request must be a path that begins with /")
    hosts = [value for name, value in head.headers if name == b"host"]
    # A proxy may have chosen the destination by one of them, and a check of the other would be bypassed.
    if hosts and any(host.lower() != found[1].lower() for host in hosts):
        raise BadRequest("the Host header must be the host of the request's target")
    return found[2] if found[2].startswith(b"/") else b"/" + found[2]


def scope_of(head: Head, target: Target, client: tuple[str, int] | None, error: DomainError | None = None) -> HTTPScope:
    """Return the ASGI scope of a request; `error` is what makes it malformed."""
    scope: dict[str, Any] = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.4"},
        "http_version": head.version,
        "method": head.method,
        "scheme": "http",
        "path": target.path,
        "raw_path": target.raw_path,
        "query_string": target.query,
        "root_path": "",
        "headers": head.headers,
        "client": client,
        "server": None,
        "extensions": {} if error is None else {MALFORMED: error},
    }
    return cast("HTTPScope", scope)
