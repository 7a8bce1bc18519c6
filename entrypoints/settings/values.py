"""Parsing settings: a parser raises `ValueError` whose message follows the name and says what to do."""

import ipaddress
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import TypeAlias
from urllib.parse import urlsplit

from entrypoints.settings.secret import Secret

Network: TypeAlias = ipaddress.IPv4Network | ipaddress.IPv6Network

GENERATE = "python3 -c 'import secrets; print(secrets.token_urlsafe(48))'"
MIN_TOKEN_LENGTH = 16
MAX_QUOTED = 60
YES, NO = ("true", "yes", "on", "1"), ("false", "no", "off", "0")

_PUBLIC_URL = re.compile(
    r"https?://(?:[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?|\[[0-9A-Fa-f:.]{2,45}\])(?::[0-9]{1,5})?"
    r"(?:/(?!\.{1,2}(?:/|$))[A-Za-z0-9._~-]+)*/?"
)
_HOST_NAME = re.compile(r"(\*\.)?[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?|\[[0-9a-f:.]+\]")


def quoted(text: str) -> str:
    """Return a value for a message: on one line and not too long."""
    return repr(text if len(text) <= MAX_QUOTED else text[:MAX_QUOTED] + "…")


def integer(low: int, high: int) -> Callable[[str], int]:
    """Return a parser of whole numbers within a range."""

    def parse(text: str) -> int:
        if not re.fullmatch(r"[+-]?[0-9]{1,18}", text) or not low <= int(text) <= high:
            raise ValueError(f"must be a whole number from {low} to {high}; got {quoted(text)}")
        return int(text)

    return parse


def duration(low: int, high: int, **unit: int) -> Callable[[str], timedelta]:
    """Return a parser of whole numbers of a unit of time: `duration(1, 24, hours=1)`."""

    def parse(text: str) -> timedelta:
        return integer(low, high)(text) * timedelta(**unit)

    return parse


def seconds(high: float, *, zero: bool = False) -> Callable[[str], float]:
    """Return a parser of seconds, with or without decimals, above zero or, if allowed, from zero."""
    least = "from 0" if zero else "above 0"

    def parse(text: str) -> float:
        value = float(text) if re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,6})?", text) else -1.0
        if not (0 < value <= high or (zero and value == 0)):
            raise ValueError(f"must be a number of seconds {least}, at most {high:g}; got {quoted(text)}")
        return value

    return parse


def boolean(text: str) -> bool:
    """Parse true or false, in any of the usual spellings."""
    if text.lower() not in YES + NO:
        raise ValueError(f"must be true or false; got {quoted(text)}")
    return text.lower() in YES


def one_of(*names: str) -> Callable[[str], str]:
    """Return a parser of one of these words, in any case."""

    def parse(text: str) -> str:
        if text.lower() not in names:
            raise ValueError(f"must be one of {', '.join(names)}; got {quoted(text)}")
        return text.lower()

    return parse


def address(text: str) -> str:
    """Parse an IP address to listen on."""
    try:
        return str(ipaddress.ip_address("127.0.0.1" if text == "localhost" else text))
    except ValueError:
        raise ValueError(
            f"must be an IP address: 127.0.0.1 for this machine only, 0.0.0.0 for all networks; got {quoted(text)}"
        ) from None


def folder(text: str) -> Path:
    """Parse the path of a folder, relative to the current one; `~` is the home folder."""
    if not text or "\0" in text:
        raise ValueError("must be the path of a folder; remove it to use the default")
    return Path(text).expanduser()


def comma_separated(text: str) -> list[str]:
    """Split a list; `*`, for all, must be alone."""
    items = [item.strip() for item in text.split(",")] if text else []
    if "" in items:
        raise ValueError(f"has an empty item; remove a comma from {quoted(text)}")
    if "*" in items and len(items) > 1:
        raise ValueError(f"has * besides other items; give either * or the other items; got {quoted(text)}")
    return items


def origins(text: str) -> tuple[str, ...]:
    """Parse web origins (RFC 6454), or `*`."""
    for item in comma_separated(text):
        url = urlsplit(item)
        if item != "*" and (
            url.scheme not in {"http", "https"} or item != f"{url.scheme}://{url.netloc}" or "@" in item
        ):
            raise ValueError(
                f"must be origins, scheme and host without a path, as in https://app.example; got {quoted(item)}"
            )
    return tuple(item.lower() for item in comma_separated(text))


def public_url(text: str) -> str:
    """Parse the URL at which clients reach the service; return it without a slash at the end."""
    found = _PUBLIC_URL.fullmatch(text)
    if found is None:
        raise ValueError(
            "must be an http or https URL, perhaps with a path, without user, query and fragment, as in"
            f" https://example.com/todo; got {quoted(text)}"
        )
    return text.rstrip("/")


def hosts(text: str) -> tuple[str, ...]:
    """Parse host names, `*.example.com` for all subdomains, or `*`."""
    names = tuple(item.lower() for item in comma_separated(text))
    for name in names or [""]:
        if name != "*" and not _HOST_NAME.fullmatch(name):
            raise ValueError(
                f"must be host names without scheme and port, as in api.example.com, or *; got {quoted(name)}"
            )
    return names


def networks(text: str) -> tuple[Network, ...]:
    """Parse networks in CIDR notation; a single address is a network, too."""
    return tuple(map(_network, comma_separated(text)))


def _network(text: str) -> Network:
    try:
        return ipaddress.ip_network(text)
    except ValueError as error:
        if "host bits" in str(error):
            raise ValueError(
                f"must be networks; got {quoted(text)}, did you mean {ipaddress.ip_network(text, strict=False)}?"
            ) from None
        raise ValueError(f"must be networks, as in 10.0.0.0/8; got {quoted(text)}") from None


def token(text: str) -> Secret:
    """Parse a bearer token (RFC 6750)."""
    if len(text) < MIN_TOKEN_LENGTH or not re.fullmatch(r"[A-Za-z0-9._~+/-]+=*", text):
        raise ValueError(
            f"must be at least {MIN_TOKEN_LENGTH} letters, digits or any of -._~+/; generate one: {GENERATE}"
        )
    return Secret(text)
