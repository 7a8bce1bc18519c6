"""Single JSON values and the rules that bring them into form: nothing coerced, every rule the domain's own."""

from collections.abc import Callable, Mapping
from datetime import datetime
from enum import StrEnum
from functools import cache
from types import NoneType
from typing import Any, TypeAlias, TypeVar, get_args
from uuid import UUID

from attrs import frozen

from domain.accounts.password import Password
from domain.accounts.user import Email
from domain.choice import chosen_from
from domain.text import TextRule
from entrypoints.http.requests.parsing.formats import moment_of, uuid_of
from entrypoints.http.requests.parsing.validation_errors import did_you_mean, invalid_input

V = TypeVar("V")
Hook: TypeAlias = Callable[[Any, Any], Any]
"""How cattrs calls us: with a JSON value and the type that is wanted, which our hooks know beforehand."""

NAMES: Mapping[type, str] = {
    str: "a string",
    int: "a whole number",
    float: "a number with a fraction or an exponent",
    bool: "true or false",
    list: "an array",
    dict: "an object",
    NoneType: "null",
}
"""What JSON values are called."""


def strictly(json: type, rule: Callable[[Any], Any] | None = None) -> Hook:
    """A hook that takes exactly one kind of JSON value and brings it into form by a rule."""

    def take(value: Any, _: Any) -> Any:
        if type(value) is not json:
            raise invalid_input("wrong-type", f"must be {NAMES[json]}, not {NAMES[type(value)]}")
        return value if rule is None else rule(value)

    return take


_choice = cache(chosen_from)
_as_text = strictly(str)


def chosen(value: Any, kind: Any) -> Any:
    """One word of an enumeration."""
    return _choice(kind)(_as_text(value, str))


PLAIN: Mapping[type, Hook] = {
    str: _as_text,
    int: strictly(int),
    bool: strictly(bool),
    UUID: strictly(str, uuid_of),
    datetime: strictly(str, moment_of),
    StrEnum: chosen,
    Email: strictly(str, Email),
    Password: strictly(str, Password),
}


@frozen
class Count:
    """How many items an array may have, looked at before any of them is."""

    least: int
    most: int


def count_of(kind: Any) -> Count | None:
    """The count in `Annotated[list[X], Count(1, 200)]`, if that is what it is."""
    return next((each for each in getattr(kind, "__metadata__", ()) if isinstance(each, Count)), None)


def rule_of(kind: Any) -> TextRule | None:
    """The rule in `Annotated[str, TITLE]`, if that is what it is."""
    return next((each for each in getattr(kind, "__metadata__", ()) if isinstance(each, TextRule)), None)


def ruled(kind: Any) -> Hook:
    """A text with a rule."""
    return strictly(str, rule_of(kind))


def literal(kind: Any) -> Hook:
    """One word of a `Literal`."""
    return strictly(str, named({word: word for word in get_args(kind)}))


def named(choices: Mapping[str, V]) -> Callable[[str], V]:
    """A rule from the names of choices to the choices, which names the nearest one to a name that is none of them."""

    def choice(name: str) -> V:
        if name not in choices:
            raise invalid_input("unknown-value", f"there is no such choice{did_you_mean(name, choices)}")
        return choices[name]

    return choice
