"""Decoding request bodies: from bytes to objects of the core, strict."""

from typing import TypeVar

from entrypoints.http.requests.exchange import Exchange
from entrypoints.http.requests.media_type import ensure_json
from entrypoints.http.requests.parsing.converter import StrictConverter
from entrypoints.http.requests.parsing.json_parser import parsed

T = TypeVar("T")

_structure = StrictConverter().structure


def structured(body: bytes, kind: type[T]) -> T:
    """Return the object that a JSON body describes; raise `InvalidInput` with all violations."""
    return _structure(parsed(body), kind)


def decode_body(exchange: Exchange, kind: type[T]) -> T:
    """Return the object that the body of a request describes; raise `UnsupportedMediaType` or `InvalidInput`."""
    ensure_json(exchange.headers, exchange.method)
    return structured(exchange.body, kind)
