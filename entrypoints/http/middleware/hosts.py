"""Checking the Host header (RFC 9112, 3.2: a request without a valid Host is rejected)."""

import re
from functools import lru_cache

from attrs import frozen

from entrypoints.http.requests.errors import BadRequest

_HOST = re.compile(
    r"(?P<name>\[[0-9a-f:.]{2,45}\]|[a-z0-9_](?:[a-z0-9._-]{0,251}[a-z0-9_])?)\.?(?::[0-9]{1,5})?", re.IGNORECASE
)
REMEMBERED = 256
HTTP_1_0 = {"1.0", "1"}
"""As ASGI writes it, and as some servers do."""


@frozen
class Hosts:
    """The names of this service; `*.example.com` matches all names below it, `*` all names."""

    allowed: tuple[str, ...]

    def ensure_ours(self, host: bytes | None, http_version: str) -> None:
        """Raise `BadRequest` unless the Host header is well-formed and names this service.

        HTTP/1.0 may do without, and load balancers that ask how we are do so.
        """
        if not host and http_version in HTTP_1_0:
            return
        if violation := _violation(host, self.allowed):
            raise BadRequest(violation)


@lru_cache(REMEMBERED)
def _violation(host: bytes | None, allowed: tuple[str, ...]) -> str | None:
    if host is None:
        return "there is no Host header"
    found = _HOST.fullmatch(host.decode("latin-1"))
    if found is None:
        return "the Host header is malformed"
    name = found["name"].lower()
    if not any(_covers(pattern.lower(), name) for pattern in allowed):
        return "this service does not go by the name in the Host header"
    return None


def _covers(pattern: str, name: str) -> bool:
    return pattern in {"*", name} or (pattern.startswith("*.") and name.endswith(pattern[1:]))
