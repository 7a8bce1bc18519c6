"""Requests and responses of HTTP, as the core sees them."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

SAFE_METHODS = frozenset({"GET", "HEAD"})


@dataclass(frozen=True, kw_only=True)
class HttpRequest:
    """One request, ready to be sent."""

    method: str
    target: str
    """Path and query string, below the base URL."""
    headers: Mapping[str, str] = field(repr=False)
    """Among them the token."""
    body: bytes | None = field(repr=False)
    """May have a password."""
    silence: float
    """The most seconds between two parts of the response."""

    @property
    def request_id(self) -> str:
        """The id in its headers."""
        return self.headers["X-Request-Id"]

    @property
    def idempotency_key(self) -> str | None:
        """The key in its headers; None if the request is safe."""
        return self.headers.get("Idempotency-Key")


@dataclass(frozen=True)
class Opened:
    """A response whose body is still to be read; the names of its headers are in lower case."""

    status: int
    headers: Mapping[str, str]
    parts: AsyncIterator[bytes]


@dataclass(frozen=True)
class Response:
    """A response as a whole; the names of its headers are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)

    @property
    def retry_after(self) -> float | None:
        """The seconds that `Retry-After` asks for: a number or an HTTP date; None without a usable one."""
        text = self.headers.get("retry-after", "").strip()
        if text.isascii() and text.isdigit():
            return float(text)
        try:
            moment = parsedate_to_datetime(text)
        except ValueError:
            return None
        if moment.tzinfo is None:
            return None
        return max(0.0, (moment - datetime.now(UTC)).total_seconds())
