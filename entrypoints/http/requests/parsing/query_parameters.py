"""A strict parser for query strings: whatever is not understood is rejected by name."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias
from urllib.parse import quote, unquote_to_bytes, urlencode

from attrs import frozen

from domain.errors import InvalidInput, Violation, violations_at
from entrypoints.http.requests.parsing.validation_errors import MAX_VIOLATIONS, unknown_name

Pair: TypeAlias = tuple[str, str]
"""The name and the value of a parameter, decoded."""

MAX_PARAMETERS = 100

broken_escape = re.compile(rb"%(?![0-9A-Fa-f]{2})").search


@frozen(kw_only=True)
class Parameter:
    """A parameter of a query string: one declaration for parsing and for documentation."""

    name: str
    read: Callable[[str], Any]
    """From the decoded text to the value; raises `InvalidInput` (empty path)."""
    schema: Mapping[str, Any]
    """JSON Schema of one value."""
    meaning: str
    example: Any
    component: str = ""
    """The name of the schema in the document, if it is an enumeration."""
    many: bool = False
    """Whether it may be given several times, for any of the values."""
    commas: bool = False
    """Whether a comma is a part of the value; otherwise it hints at a list in one text."""


@frozen
class Parsed:
    """A query string: its parameters in their order, and their values."""

    pairs: tuple[Pair, ...]
    values: Mapping[str, Any]
    """By name; a frozenset for a parameter that may be given several times."""


def parse_query(raw: bytes, parameters: Sequence[Parameter]) -> Parsed:
    """Parse a query string; raise `InvalidInput` with all violations, each at the name of its parameter."""
    if raw.count(b"&") >= MAX_PARAMETERS:
        raise InvalidInput.of("too-many-parameters", f"must have at most {MAX_PARAMETERS} parameters")
    by_name = {parameter.name: parameter for parameter in parameters}
    pairs: list[Pair] = []
    values: dict[str, Any] = {}
    violations: list[Violation] = []
    for raw_name, _, raw_value in (part.partition(b"=") for part in raw.split(b"&") if part):
        try:
            name = _decoded(raw_name)
            parameter = _allowed(name, by_name, values)
            with violations_at(name):
                text = _not_empty(_decoded(raw_value))
                value = _value(parameter, text)
        except InvalidInput as error:
            violations += error.violations
            continue
        pairs.append((name, text))
        values[name] = values.get(name, frozenset()) | {value} if parameter.many else value
    if violations:
        raise InvalidInput(tuple(violations[:MAX_VIOLATIONS]))
    return Parsed(tuple(pairs), values)


def encode_query(pairs: Sequence[Pair]) -> str:
    """Return a query string; the inverse of parsing."""
    return urlencode(pairs, quote_via=quote)


def _value(parameter: Parameter, text: str) -> Any:
    """Read a value; a list in one text gets a hint if all its items are values."""
    if not parameter.many or parameter.commas or "," not in text:
        return parameter.read(text)
    items = [item.strip() for item in text.split(",")]
    for item in items:
        parameter.read(item)
    example = "&".join(f"{parameter.name}={item}" for item in items[:3])
    raise InvalidInput.of("unknown-value", f"must be given once for each value, as in {example}")


def _allowed(name: str, by_name: Mapping[str, Parameter], values: Mapping[str, Any]) -> Parameter:
    """Return the parameter of this name, if it may be given (again)."""
    parameter = by_name.get(name)
    if parameter is None:
        raise InvalidInput((unknown_name(name, by_name, kind="parameter"),))
    if name in values and not parameter.many:
        raise InvalidInput.of("repeated", "must be given once", name)
    return parameter


def _decoded(raw: bytes) -> str:
    """Decode the percent-encoding of HTML forms, in which a plus sign stands for a blank."""
    if broken_escape(raw):
        raise InvalidInput.of("malformed-query", "a percent sign must be followed by two hexadecimal digits")
    try:
        text = unquote_to_bytes(raw.replace(b"+", b" ")).decode()
    except UnicodeDecodeError:
        raise InvalidInput.of("malformed-query", "is not valid UTF-8 after percent-decoding") from None
    if "\0" in text:
        raise InvalidInput.of("nul", "must not contain the NUL character")
    return text


def _not_empty(text: str) -> str:
    if not text:
        raise InvalidInput.of("empty", "must have a value; leave the parameter out if you do not need it")
    return text
