"""What both transports do with httpx in the same way."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx

from taskapi_client.core.messages import HttpRequest
from taskapi_client.errors import NoResponse, UnexpectedResponse

LIMITS = httpx.Limits(max_connections=100, max_keepalive_connections=20, keepalive_expiry=60)
"""The server closes a connection that is idle for 75 s; the client closes it before, so that no request is lost."""


@dataclass(frozen=True)
class Target:
    """Where requests are sent to: the URL of the service, which may have a path, and how long to wait."""

    url: httpx.URL
    connect: float

    def arguments(self, request: HttpRequest) -> dict[str, Any]:
        """Return the arguments of `httpx.Client.stream`."""
        prefix = self.url.raw_path.partition(b"?")[0].rstrip(b"/")
        return {
            "method": request.method,
            "url": self.url.copy_with(raw_path=prefix + request.target.encode("ascii")),
            "headers": dict(request.headers),
            "content": request.body,
            "timeout": httpx.Timeout(request.silence, connect=self.connect),
            "follow_redirects": False,
        }


def target(url: str, connect: float) -> Target:
    """Return the target; raise `ValueError` if it is not the URL of a service."""
    parsed = httpx.URL(url)
    if parsed.scheme not in {"http", "https"} or not parsed.host:
        raise ValueError("the URL must begin with http:// or https:// and a host")
    if parsed.userinfo or parsed.query or parsed.fragment:
        raise ValueError("the URL must have no user, query string or fragment")
    return Target(parsed, connect)


@contextmanager
def failures_of(request: HttpRequest) -> Iterator[None]:
    """Translate the errors of httpx."""
    try:
        yield
    except httpx.TransportError as error:
        message = f"no response to {request.method}: {str(error) or type(error).__name__}"
        key = request.idempotency_key
        raise NoResponse(message, request_id=request.request_id, idempotency_key=key) from error
    except httpx.DecodingError as error:
        raise UnexpectedResponse(
            f"the response cannot be decompressed: {error}", request_id=request.request_id, status=0
        ) from error
