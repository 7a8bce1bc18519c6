"""The headers of a request, each name once."""

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from entrypoints.http.requests.errors import AmbiguousCredentials, BadRequest

Pair: TypeAlias = tuple[bytes, bytes]

SINGLE = frozenset(
    {b"host", b"content-type", b"content-length", b"content-encoding", b"idempotency-key", b"origin", b"user-agent"}
)
"""Headers that may occur only once, because two values would contradict each other."""


def each_once(raw: Iterable[Pair], headers: Mapping[bytes, bytes]) -> Mapping[bytes, bytes]:
    """Return the headers as they are if no name is repeated, otherwise with repeated lists joined (RFC 9110, 5.3).

    Raises `BadRequest` for the repetition of a header that can have only one value.
    """
    pairs = [*raw]
    return headers if len(headers) == len(pairs) else _joined(pairs)


def _joined(raw: Iterable[Pair]) -> dict[bytes, bytes]:
    headers: dict[bytes, bytes] = {}
    for name, value in raw:
        if name not in headers:
            headers[name] = value
        elif name == b"authorization":
            raise AmbiguousCredentials
        elif name in SINGLE:
            raise BadRequest(f"there is more than one {name.decode().title()} header")
        else:
            headers[name] += b", " + value
    return headers
