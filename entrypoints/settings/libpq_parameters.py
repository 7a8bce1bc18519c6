"""Connection parameters of libpq, as hosting services print them, that the driver does not know."""

import re
import ssl
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import quote, unquote

ENCRYPTED = ("require", "verify-ca", "verify-full")
SYSTEM_CERTIFICATES = ("/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/cert.pem")


def understood(query: str, parameters: Mapping[str, str]) -> str:
    """Return the query string of a database URL as the driver and PostgreSQL's programs both understand it.

    Parameters without effect on this service are checked and left out. Raises `ValueError` for a parameter that demands
    what the service cannot do.
    """
    for name, value in parameters.items():
        if name in WITHOUT_EFFECT and not WITHOUT_EFFECT[name](value):
            raise ValueError(f"has an invalid or unsupported value of {name}; correct or remove it")
    parts = [part for part in query.split("&") if unquote(part.partition("=")[0]) not in WITHOUT_EFFECT]
    mode = parameters.get("sslmode")
    if parameters.get("channel_binding") == "require":
        if mode is None:
            parts.append("sslmode=require")
        elif mode not in ENCRYPTED:
            raise ValueError(f"has channel_binding=require with sslmode={mode}; encrypt with sslmode=require or better")
    if parameters.get("sslrootcert") == "system":
        if mode != "verify-full":
            raise ValueError("has sslrootcert=system, which requires sslmode=verify-full")
        certificates = quote(_system_certificates(), safe="/")
        parts = [f"sslrootcert={certificates}" if part == "sslrootcert=system" else part for part in parts]
    return "&".join(filter(None, parts))


def _one_of(*values: str) -> Callable[[str], bool]:
    return lambda value: value in values


def _number(value: str) -> bool:
    return re.fullmatch(r"-?[0-9]{1,9}", value) is not None


WITHOUT_EFFECT: Mapping[str, Callable[[str], bool]] = {
    # The driver authenticates without channel binding; encryption is enforced in its place.
    "channel_binding": _one_of("disable", "prefer", "require"),
    # The service has shorter timeouts of its own, and replaces connections that do not respond.
    "connect_timeout": _number,
    "keepalives": _one_of("0", "1"),
    "keepalives_idle": _number,
    "keepalives_interval": _number,
    "keepalives_count": _number,
    "tcp_user_timeout": _number,
    "gssencmode": _one_of("disable", "prefer"),
    "sslcompression": _one_of("0"),
    "sslsni": _one_of("1"),
    "fallback_application_name": lambda _: True,
}
"""Parameters that are accepted and left out, each with the check of its value."""


def _system_certificates() -> str:
    default = ssl.get_default_verify_paths()
    for path in (default.cafile, default.openssl_cafile, *SYSTEM_CERTIFICATES):
        if path and Path(path).is_file():
            return path
    raise ValueError("has sslrootcert=system, but this system has no file of certificates; name one")
