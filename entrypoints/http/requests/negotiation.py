"""Content negotiation (RFC 9110, 12)."""

from functools import lru_cache

REMEMBERED = 256
"""Different header values that are not read again; clients send few."""


@lru_cache(REMEMBERED)
def accepts(accept: bytes, media_type: str) -> bool:
    """Whether an Accept header leaves room for this media type; the most specific range decides."""
    ranges = _weights(accept)
    kind = media_type.partition("/")[0]
    for candidate in (media_type, f"{kind}/*", "*/*"):
        if candidate in ranges:
            return ranges[candidate] > 0
    return False


@lru_cache(REMEMBERED)
def takes_gzip(accept_encoding: bytes) -> bool:
    """Return whether an Accept-Encoding header accepts gzip; `gzip;q=0` does not."""
    codings = _weights(accept_encoding)
    return codings.get("gzip", codings.get("*", 0.0)) > 0


def _weights(header: bytes) -> dict[str, float]:
    """The elements of a weighted list in lower case; what cannot be read weighs nothing."""
    weights: dict[str, float] = {}
    for element in header.decode("latin-1").lower().split(","):
        name, *parameters = (part.strip() for part in element.split(";"))
        if name:
            weights[name] = _weight(parameters)
    return weights


def _weight(parameters: list[str]) -> float:
    for parameter in parameters:
        if parameter.startswith("q="):
            try:
                return float(parameter[2:])
            except ValueError:
                return 0.0
    return 1.0
