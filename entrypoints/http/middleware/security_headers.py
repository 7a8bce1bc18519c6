"""Security headers of every response (OWASP REST Security Cheat Sheet)."""

from collections.abc import Iterable
from typing import TypeAlias

Headers: TypeAlias = tuple[tuple[bytes, bytes], ...]

CACHE_CONTROL = b"cache-control"
POLICY = b"content-security-policy"

ALWAYS: Headers = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"strict-transport-security", b"max-age=31536000; includeSubDomains"),
    # Other servers add their own name and version unless there is one already.
    (b"server", b"taskapi"),
)
UNLESS_GIVEN: Headers = (
    (CACHE_CONTROL, b"no-store"),
    (POLICY, b"default-src 'none'; frame-ancestors 'none'"),
)
ALL = UNLESS_GIVEN + ALWAYS


def secured(headers: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """Return headers with the security headers appended; a response may set its own caching and content policy."""
    answer = list(headers)
    names = {name for name, _ in answer}
    if CACHE_CONTROL not in names and POLICY not in names:
        answer += ALL
    else:
        answer += [header for header in UNLESS_GIVEN if header[0] not in names]
        answer += ALWAYS
    return answer
