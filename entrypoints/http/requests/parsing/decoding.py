"""Decoding request bodies: from bytes to objects of the core, strict."""

import re
from collections.abc import Mapping
from typing import TypeVar

from entrypoints.http.requests.errors import UnsupportedMediaType
from entrypoints.http.requests.exchange import Exchange
from entrypoints.http.requests.parsing.converter import StrictConverter
from entrypoints.http.requests.parsing.json_parser import parsed

T = TypeVar("T")

_structure = StrictConverter().structure
_JSON = re.compile(rb'application/json[ \t]*(?:;[ \t]*charset=(?:utf-8|"utf-8")[ \t]*)?', re.IGNORECASE)


def structured(body: bytes, kind: type[T]) -> T:
    """Return the object that a JSON body describes; raise `InvalidInput` with all violations."""
    return _structure(parsed(body), kind)


def decode_body(exchange: Exchange, kind: type[T]) -> T:
    """Return the object that the body of a request describes; raise `UnsupportedMediaType` or `InvalidInput`."""
    ensure_json(exchange.headers)
    return structured(exchange.body, kind)


def ensure_json(headers: Mapping[bytes, bytes]) -> None:
    """Raise `UnsupportedMediaType` unless the headers declare uncompressed JSON in UTF-8."""
    if not _JSON.fullmatch(headers.get(b"content-type", b"")):
        raise UnsupportedMediaType("the body must be sent with Content-Type: application/json, in UTF-8")
    if headers.get(b"content-encoding", b"identity").strip().lower() != b"identity":
        raise UnsupportedMediaType("the body must be sent as it is, without a Content-Encoding")
