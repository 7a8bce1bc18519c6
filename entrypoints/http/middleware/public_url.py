"""The URL at which clients reach this service, perhaps through proxies that take a part of the path away."""

import re
from collections.abc import Iterable, Mapping

from attrs import frozen

from entrypoints.http.middleware.hosts import Hosts
from entrypoints.http.requests.client_info import TrustedProxies
from entrypoints.http.requests.errors import BadRequest
from entrypoints.http.requests.exchange import Exchange
from entrypoints.http.responses.response import HeaderPair

FORWARDED = frozenset({b"x-forwarded-proto", b"x-forwarded-prefix"})
MAX_PREFIX = 200
"""Bytes of a path prefix."""
SCHEMES = frozenset({"http", "https"})

_prefix = re.compile(rf"(?=.{{0,{MAX_PREFIX}}}$)(?:/(?!\.{{1,2}}(?:/|$))[A-Za-z0-9._~-]+)*").fullmatch


@frozen
class PublicUrl:
    """What precedes the paths in `Location`, `Link` and the OpenAPI document."""

    configured: str | None
    """The setting PUBLIC_URL, without a slash at the end."""
    proxies: TrustedProxies
    hosts: Hosts

    def base_of(self, exchange: Exchange) -> str:
        """Return the URL without a slash at the end; only a path, or nothing, if the rest is unknown.

        Without PUBLIC_URL it is what a trusted proxy says; a value that cannot be one is ignored.
        """
        if self.configured is not None:
            return self.configured
        headers = exchange.headers
        if FORWARDED.isdisjoint(headers) or not self.proxies.trusts(exchange):
            return ""
        prefix = _first(headers, b"x-forwarded-prefix").rstrip("/")
        return self._origin(headers) + (prefix if _prefix(prefix) else "")

    def _origin(self, headers: Mapping[bytes, bytes]) -> str:
        scheme = _first(headers, b"x-forwarded-proto").lower()
        if scheme not in SCHEMES:
            return ""
        host = _first(headers, b"x-forwarded-host")
        try:
            self.hosts.ensure_ours(host.encode(), "1.1")
        except BadRequest:
            host = headers.get(b"host", b"").decode("latin-1")  # which was checked
        return f"{scheme}://{host}" if host else ""


def _first(headers: Mapping[bytes, bytes], name: bytes) -> str:
    """Return the first value of a list, which the proxy that is nearest to the client wrote."""
    return headers.get(name, b"").decode("latin-1").partition(",")[0].strip()


def based(headers: Iterable[HeaderPair], base: str) -> list[HeaderPair]:
    """Return headers in which the paths of `Location` and `Link` are preceded by a base."""
    start = base.encode("latin-1")
    return [(name, _based(name, value, start)) for name, value in headers]


def _based(name: bytes, value: bytes, start: bytes) -> bytes:
    if name == b"location" and value.startswith(b"/"):
        return start + value
    if name == b"link" and value.startswith(b"</"):
        return b"<" + start + value[1:]
    return value
