"""What the user of a client can set."""

import logging
import platform
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import TypeAlias
from uuid import uuid4

from taskapi_client.core.retries import Retries

MAX_RESPONSE_BYTES = 256 * 1024 * 1024
"""More than an export of a hundred thousand tasks."""
_log = logging.getLogger("taskapi_client")


@dataclass(frozen=True)
class Attempt:
    """One request of a call, and its outcome."""

    method: str
    path: str
    request_id: str
    status: int | None
    """None without a response."""
    seconds: float


OnAttempt: TypeAlias = Callable[[Attempt], None]


def log_attempt(attempt: Attempt) -> None:
    """Write an attempt to the log `taskapi_client` at the level DEBUG; no token, query string or body is in it."""
    _log.debug(
        "%s %s: %s in %.3f s (request %s)",
        attempt.method,
        attempt.path,
        attempt.status or "no response",
        attempt.seconds,
        attempt.request_id,
    )


@dataclass(frozen=True, kw_only=True)
class Timeouts:
    """How long to wait, in seconds; there is no way to wait forever."""

    connect: float = 5.0
    silence: float = 15.0
    """Between two parts of a response; the time that a request is held (`wait`) is added."""
    total: float = 300.0
    """For one attempt."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What applies to every call of a client."""

    retries: Retries = field(default_factory=Retries)
    timeouts: Timeouts = field(default_factory=Timeouts)
    max_response_bytes: int = MAX_RESPONSE_BYTES
    """The most bytes of a response, decompressed."""
    user_agent: str | None = None
    """The name and version of the program, which precede those of the client."""
    new_request_id: Callable[[], str] = lambda: uuid4().hex
    """Returns an `X-Request-Id` for each call; attempts are numbered: `…-1`, `…-2`."""
    on_attempt: OnAttempt = log_attempt


@cache
def user_agent(program: str | None) -> str:
    """Return the value of `User-Agent`."""
    ours = f"taskapi-client/{release()} (Python {platform.python_version()})"
    return f"{program} {ours}" if program else ours


def release() -> str:
    """Return the version of the installed client."""
    try:
        return version("taskapi-client")
    except PackageNotFoundError:  # used from its sources
        return "0"
