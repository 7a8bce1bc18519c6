"""Decoding request bodies: from bytes to objects of the core, strict."""

from typing import TypeVar

from entrypoints.http.requests.exchange import Exchange
from entrypoints.http.requests.media_type import ensure_json
from entrypoints.http.requests.parsing.converter import StrictConverter
from entrypoints.http.requests.parsing.json_parser import ensure_few_values, parsed

T = TypeVar("T")

_structure = StrictConverter().structure


def structured(body: bytes, kind: type[T]) -> T:
    """Return the object that a JSON body describes; raise `InvalidInput` with all violations."""
    return _structure(parsed(body), kind)


def decode_body(exchange: Exchange, kind: type[T], *, public: bool = False) -> T:
    """Return the object that the body of a request describes; raise `UnsupportedMediaType` or `InvalidInput`.

    `public` if the request is not authenticated: then its body may have only so many parts.
    """
    ensure_json(exchange.headers, exchange.method)
    if public:
        ensure_few_values(exchange.body)
    return structured(exchange.body, kind)
