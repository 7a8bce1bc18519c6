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
SHORTEST_METRICS_TOKEN = 16
LONGEST_SHOWN = 60
YES, NO = ("true", "yes", "on", "1"), ("false", "no", "off", "0")

_HOST_NAME = re.compile(r"(\*\.)?[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?|\[[0-9a-f:.]+\]")


def quoted(text: str) -> str:
    """Return a value for a message: on one line and not too long."""
    return repr(text if len(text) <= LONGEST_SHOWN else text[:LONGEST_SHOWN] + "…")


def whole(low: int, high: int) -> Callable[[str], int]:
    """A whole number between two others."""

    def read(text: str) -> int:
        if not re.fullmatch(r"[+-]?[0-9]{1,18}", text) or not low <= int(text) <= high:
            raise ValueError(f"{quoted(text)} is not a whole number from {low} to {high}; give one")
        return int(text)

    return read


def span(low: int, high: int, **unit: int) -> Callable[[str], timedelta]:
    """A whole number of some unit of time: `span(1, 24, hours=1)`."""

    def read(text: str) -> timedelta:
        return whole(low, high)(text) * timedelta(**unit)

    return read


def seconds(high: float) -> Callable[[str], float]:
    """A time in seconds, which may have decimals; more than nothing."""

    def read(text: str) -> float:
        if not re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,6})?", text) or not 0 < float(text) <= high:
            raise ValueError(f"{quoted(text)} is not a number of seconds above 0 and up to {high:g}; give one")
        return float(text)

    return read


def yes_or_no(text: str) -> bool:
    """A switch."""
    if text.lower() not in YES + NO:
        raise ValueError(f"{quoted(text)} is neither true nor false; give one of them")
    return text.lower() in YES


def one_of(*names: str) -> Callable[[str], str]:
    """One of a few words, in lower case."""

    def read(text: str) -> str:
        if text.lower() not in names:
            raise ValueError(f"{quoted(text)} is not known; give one of {', '.join(names)}")
        return text.lower()

    return read


def address(text: str) -> str:
    """An IP address to listen on."""
    try:
        return str(ipaddress.ip_address("127.0.0.1" if text == "localhost" else text))
    except ValueError:
        raise ValueError(
            f"{quoted(text)} is not an IP address; give 127.0.0.1 for this machine alone, 0.0.0.0 for everybody"
        ) from None


def folder(text: str) -> Path:
    """A folder, relative to the current one; `~` is the home folder."""
    if not text or "\0" in text:
        raise ValueError("is empty; give the path of a folder, or remove it")
    return Path(text).expanduser()


def listed(text: str) -> list[str]:
    """Texts with commas between; empty for none."""
    items = [item.strip() for item in text.split(",")] if text else []
    if "" in items:
        raise ValueError(f"{quoted(text)} has nothing between two commas; remove one")
    if "*" in items and len(items) > 1:
        raise ValueError(f"{quoted(text)} has * beside others; give * alone for all, or only the others")
    return items


def origins(text: str) -> tuple[str, ...]:
    """Web origins (RFC 6454), or `*`."""
    for item in listed(text):
        url = urlsplit(item)
        if item != "*" and (
            url.scheme not in {"http", "https"} or item != f"{url.scheme}://{url.netloc}" or "@" in item
        ):
            raise ValueError(
                f"{quoted(item)} is not an origin; give scheme and host without a path: https://app.example"
            )
    return tuple(item.lower() for item in listed(text))


def hosts(text: str) -> tuple[str, ...]:
    """Host names, `*.example.com` for all below one, or `*`."""
    names = tuple(item.lower() for item in listed(text))
    for name in names or [""]:
        if name != "*" and not _HOST_NAME.fullmatch(name):
            raise ValueError(
                f"{quoted(name)} is not a host name; give names without scheme and port: api.example.com, or *"
            )
    return names


def networks(text: str) -> tuple[Network, ...]:
    """Networks in CIDR notation; a single address is a network too."""
    return tuple(map(_network, listed(text)))


def _network(text: str) -> Network:
    try:
        return ipaddress.ip_network(text)
    except ValueError as error:
        if "host bits" in str(error):
            raise ValueError(
                f"{quoted(text)} is not a network; you may mean {ipaddress.ip_network(text, strict=False)}"
            ) from None
        raise ValueError(f"{quoted(text)} is not a network; give one such as 10.0.0.0/8") from None


def token(text: str) -> Secret:
    """A shared secret in a header."""
    if len(text) < SHORTEST_METRICS_TOKEN or not re.fullmatch(r"[A-Za-z0-9._~+/-]+=*", text):
        raise ValueError(
            f"needs {SHORTEST_METRICS_TOKEN} or more letters, digits or any of -._~+/; generate one: {GENERATE}"
        )
    return Secret(text)
