"""Structuring single JSON values: nothing is coerced, and every rule is the domain's own."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from types import NoneType
from typing import Any, TypeAlias, TypeVar, get_args
from uuid import UUID

from domain.accounts.password import Password
from domain.accounts.user import Email
from domain.choice import chosen_from
from domain.errors import InvalidInput
from domain.items import ItemCount
from domain.text import TextRule
from entrypoints.http.requests.parsing.formats import parse_day, parse_time, parse_uuid
from entrypoints.http.requests.parsing.validation_errors import did_you_mean

V = TypeVar("V")
Hook: TypeAlias = Callable[[Any, Any], Any]
"""A structure hook of cattrs: takes a JSON value and the target type, which our hooks know beforehand."""

JSON_TYPES: Mapping[type, str] = {
    str: "a string",
    int: "a whole number",
    float: "a number with a fraction or an exponent",
    bool: "true or false",
    list: "an array",
    dict: "an object",
    NoneType: "null",
}
"""The names of JSON types in messages."""


def strict(json_type: type, rule: Callable[[Any], Any] | None = None) -> Hook:
    """Return a hook that accepts exactly one JSON type and applies a rule to its values."""

    def structure(value: Any, _: Any) -> Any:
        if type(value) is not json_type:
            raise InvalidInput.of("wrong-type", f"must be {JSON_TYPES[json_type]}, not {JSON_TYPES[type(value)]}")
        return value if rule is None else rule(value)

    return structure


_enum_rule = cache(chosen_from)
_string = strict(str)


def _enum(value: Any, kind: Any) -> Any:
    return _enum_rule(kind)(_string(value, str))


SCALARS: Mapping[type, Hook] = {
    str: _string,
    int: strict(int),
    bool: strict(bool),
    UUID: strict(str, parse_uuid),
    datetime: strict(str, parse_time),
    date: strict(str, parse_day),
    StrEnum: _enum,
    Email: strict(str, Email),
    Password: strict(str, Password),
}
"""The hook of each scalar type."""


def item_count_of(kind: Any) -> ItemCount | None:
    """Return the count in `Annotated[list[X], ItemCount(1, 200)]`; None for any other type."""
    return next((each for each in getattr(kind, "__metadata__", ()) if isinstance(each, ItemCount)), None)


def text_rule_of(kind: Any) -> TextRule | None:
    """Return the rule in `Annotated[str, TITLE]`; None for any other type."""
    return next((each for each in getattr(kind, "__metadata__", ()) if isinstance(each, TextRule)), None)


def text(kind: Any) -> Hook:
    """Return the hook of a string with a rule."""
    return strict(str, text_rule_of(kind))


def literal(kind: Any) -> Hook:
    """Return the hook of a `Literal`."""
    return strict(str, choice_of({word: word for word in get_args(kind)}))


def choice_of(choices: Mapping[str, V]) -> Callable[[str], V]:
    """Return a rule from names to choices, which suggests the most similar name for an unknown one."""

    def choose(name: str) -> V:
        if name not in choices:
            raise InvalidInput.of("unknown-value", f"there is no such choice{did_you_mean(name, choices)}")
        return choices[name]

    return choose
