"""Bytes that claim to be JSON, read without forgiving anything."""

import json
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

import msgspec

from domain.errors import InvalidInput, Violation
from entrypoints.http.requests.parsing.validation_errors import MAX_VIOLATIONS, escaped, invalid_input

DEEPEST = 32
"""Objects and arrays that may be open at once."""

_decode = msgspec.json.Decoder().decode
_QUOTE_AND_COLON = re.compile(rb'"\s*:')


def parsed(body: bytes) -> object:
    """Return what the bytes say; raise `InvalidInput` for anything but one plain JSON text in UTF-8.

    Keys that come twice, NaN, numbers beyond IEEE 754 and lone surrogates are
    refused, and so is what is nested deeper than `DEEPEST`.
    """
    if not body:
        raise invalid_input("empty-body", "a JSON object is required")
    try:
        tree = _decode(body)
    except RecursionError:
        raise _too_deep() from None
    except UnicodeDecodeError as error:
        raise invalid_input("malformed-json", f"is not valid UTF-8: {error.reason}") from None
    except msgspec.DecodeError as error:
        raise invalid_input("malformed-json", f"is not valid JSON: {error}") from None
    # A quote before a colon ends a key or stands inside a text, so there are never fewer of them than keys:
    # if the tree has that many keys, none was lost.
    if len(_QUOTE_AND_COLON.findall(body)) != _keys_in(tree, DEEPEST) and (violations := repeated_keys(body)):
        raise InvalidInput(violations)
    return tree


def repeated_keys(body: bytes) -> tuple[Violation, ...]:
    """The keys that come twice in one object, the first hundred of them; for JSON that is known to be valid."""
    # Objects become tuples of pairs, so that nothing is lost and they differ from arrays.
    tree = json.loads(body, object_pairs_hook=tuple, parse_int=str, parse_float=str)
    return tuple(islice(_repeated(tree, ""), MAX_VIOLATIONS))


def _repeated(tree: object, pointer: str) -> Iterator[Violation]:
    if isinstance(tree, tuple):
        seen = set()
        for key, value in tree:
            place = f"{pointer}/{escaped(key)}"
            if key in seen:
                yield Violation(place, "duplicate-key", "comes twice in the same object")
            seen.add(key)
            yield from _repeated(value, place)
    elif isinstance(tree, list):
        for index, value in enumerate(tree):
            yield from _repeated(value, f"{pointer}/{index}")


def _keys_in(tree: Any, room: int) -> int:
    """How many keys the objects have; raises if there are more levels than there is room for."""
    kind = type(tree)
    if kind is not dict and kind is not list:
        return 0
    if not room:
        raise _too_deep()
    count = len(tree) if kind is dict else 0
    for child in tree.values() if kind is dict else tree:
        if type(child) is dict or type(child) is list:
            count += _keys_in(child, room - 1)
    return count


def _too_deep() -> InvalidInput:
    return invalid_input("too-deep", f"must not be nested deeper than {DEEPEST} levels")
