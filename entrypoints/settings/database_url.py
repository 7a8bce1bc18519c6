"""The database URL, validated before anything connects, so that an error is about the URL, not about a socket."""

import re
from typing import Self
from urllib.parse import parse_qsl

from attrs import frozen

from entrypoints.settings.libpq_parameters import understood
from entrypoints.settings.secret import MASK, Secret

EXAMPLE = "postgresql://user:password@host:5432/database"
ENCODE = "write special characters in user names and passwords as %40 for @, %3A for :, %2F for /, %23 for #"
SSL_MODES = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")
FOREIGN = {"ssl", "pgbouncer", "require_auth", "schema", "connection_limit", "pool_timeout"}
"""Parameters of other clients, which the server would reject."""

HIGHEST_PORT = 65_535

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://")
_HOST = re.compile(r"(?P<host>\[[0-9A-Fa-f:.]+\]|[^\[\]:]+)(?::(?P<port>\d{1,5}))?")


@frozen
class DatabaseUrl:
    """A well-formed PostgreSQL URL; prints without its password."""

    secret: Secret

    @classmethod
    def parsed(cls, text: str) -> Self:
        """Check a URL, which may name several hosts; raise `ValueError` whose message does not repeat it."""
        if not text:
            raise ValueError(f"is empty; give {EXAMPLE}, or remove it to use the embedded PostgreSQL")
        if re.search(r"[\s\x00-\x1f\x7f]", text):
            raise ValueError("contains a space or a control character; remove it, or write it as %20")
        scheme = _SCHEME.match(text)
        if scheme is None:
            raise ValueError(f"is not a URL; give {EXAMPLE}")
        _check_scheme(scheme[1].lower())
        _check_encoding(text)
        authority, _, rest = text[scheme.end() :].partition("/")
        authority, _, query = authority.partition("?") if "?" in authority else (authority, "", rest.partition("?")[2])
        parameters = dict(parse_qsl(query, keep_blank_values=True))
        _check_hosts(authority.rpartition("@")[2], parameters)
        _check_parameters(parameters)
        address = text.partition("?")[0]
        query = understood(query, parameters)
        return cls(Secret(f"{address}?{query}" if query else address))

    def __str__(self) -> str:
        shown = re.sub(r"(?<=//)([^/?@:]*):[^@]*@", rf"\1:{MASK}@", self.secret.revealed)
        return re.sub(r"([?&](?:ssl)?password=)[^&]*", rf"\1{MASK}", shown)


def _check_scheme(scheme: str) -> None:
    dialect, plus, driver = scheme.partition("+")
    if dialect not in {"postgresql", "postgres"}:
        raise ValueError(f"must be a PostgreSQL URL, not {dialect}; give {EXAMPLE}")
    if plus:
        raise ValueError(f"names a driver; write {dialect}:// without +{driver}")


def _check_encoding(text: str) -> None:
    beyond_host = text.partition("://")[2].partition("?")[0]
    if "#" in text or beyond_host.count("@") > 1 or "@" in beyond_host.partition("/")[2]:
        raise ValueError(f"has an unencoded @, / or #; {ENCODE}")
    if re.search(r"%(?![0-9A-Fa-f]{2})", text):
        raise ValueError("has a % that starts no escape sequence; write it as %25")


def _check_hosts(hosts: str, parameters: dict[str, str]) -> None:
    if not hosts and not parameters.get("host"):
        raise ValueError(f"names no host; give {EXAMPLE}, or postgresql:///database?host=/folder/of/the/socket")
    for number, host in enumerate(hosts.split(",") if hosts else [], start=1):
        match = _HOST.fullmatch(host)
        if match is None or not 0 < int(match["port"] or 5432) <= HIGHEST_PORT:
            raise ValueError(f"has an invalid host or port (number {number}); give {EXAMPLE}, and {ENCODE}")


def _check_parameters(parameters: dict[str, str]) -> None:
    mode = parameters.get("sslmode", "prefer")
    if mode not in SSL_MODES:
        raise ValueError(f"has an unknown sslmode; give one of {', '.join(SSL_MODES)}")
    foreign = sorted(FOREIGN & parameters.keys())
    if foreign:
        raise ValueError(f"has parameters of other clients; remove {', '.join(foreign)} (encryption is set by sslmode)")
