"""A strict parser for JSON bodies."""

import json
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

import msgspec

from domain.errors import InvalidInput, Path, Violation
from entrypoints.http.requests.parsing.validation_errors import MAX_VIOLATIONS

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
"""Some clients begin UTF-8 with it; it is not part of the text (RFC 8259, 8.1)."""
MAX_DEPTH = 32
"""Objects and arrays that may be open at once."""

MAX_VALUES = 2_000
"""Commas and opening brackets in a body that is parsed for anybody; the longest credentials cannot have more."""
_SEPARATORS = (b",", b"[", b"{")

_decode = msgspec.json.Decoder().decode
_QUOTE_AND_COLON = re.compile(rb'"\s*:')


def ensure_few_values(body: bytes) -> None:
    """Raise `InvalidInput` if a JSON text may have many values; that costs nearly nothing, while parsing them would."""
    if sum(map(body.count, _SEPARATORS)) > MAX_VALUES:
        raise InvalidInput.of("too-many-values", f"must have at most {MAX_VALUES:,} commas and opening brackets")


def parsed(body: bytes) -> object:
    """Return the value of a JSON text in UTF-8; raise `InvalidInput` if it is not exactly one.

    Duplicate keys, NaN, numbers beyond IEEE 754, lone surrogates and nesting deeper than `MAX_DEPTH` are rejected.
    """
    body = body.removeprefix(BYTE_ORDER_MARK)
    if not body:
        raise InvalidInput.of("empty-body", "a JSON object is required")
    try:
        tree = _decode(body)
    except RecursionError:
        raise _too_deep() from None
    except UnicodeDecodeError as error:
        raise InvalidInput.of("malformed-json", f"is not valid UTF-8: {error.reason}") from None
    except msgspec.DecodeError as error:
        raise InvalidInput.of("malformed-json", f"is not valid JSON: {error}") from None
    # A quote before a colon ends a key or is part of a string, so there are never fewer of them than keys: if the tree
    # has that many keys, none was lost.
    if len(_QUOTE_AND_COLON.findall(body)) != _keys_in(tree, MAX_DEPTH) and (violations := duplicate_keys(body)):
        raise InvalidInput(violations)
    return tree


def duplicate_keys(body: bytes) -> tuple[Violation, ...]:
    """Return a violation for each duplicate key, the first hundred of them; the body must be valid JSON."""
    # Objects become tuples of pairs, so that nothing is lost and they differ from arrays.
    tree = json.loads(body, object_pairs_hook=tuple, parse_int=str, parse_float=str)
    return tuple(islice(_duplicates(tree, ()), MAX_VIOLATIONS))


def _duplicates(tree: object, path: Path) -> Iterator[Violation]:
    if isinstance(tree, tuple):
        seen = set()
        for key, value in tree:
            if key in seen:
                yield Violation((*path, key), "duplicate-key", "occurs more than once in the same object")
            seen.add(key)
            yield from _duplicates(value, (*path, key))
    elif isinstance(tree, list):
        for index, value in enumerate(tree):
            yield from _duplicates(value, (*path, index))


def _keys_in(tree: Any, depth: int) -> int:
    """Return the number of keys in all objects; raise if there are more levels than `depth`."""
    kind = type(tree)
    if kind is not dict and kind is not list:
        return 0
    if not depth:
        raise _too_deep()
    count = len(tree) if kind is dict else 0
    for child in tree.values() if kind is dict else tree:
        if type(child) is dict or type(child) is list:
            count += _keys_in(child, depth - 1)
    return count


def _too_deep() -> InvalidInput:
    return InvalidInput.of("too-deep", f"must not be nested deeper than {MAX_DEPTH} levels")
