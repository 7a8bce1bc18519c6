"""Query strings, read without forgiving anything: what is not understood is refused by name."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import unquote_to_bytes

from attrs import frozen

from domain.errors import InvalidInput, Violation, violations_in
from entrypoints.http.requests.parsing.validation_errors import MAX_VIOLATIONS, escaped, invalid_input, unknown

_broken_escape = re.compile(rb"%(?![0-9A-Fa-f]{2})").search


@frozen(kw_only=True)
class Parameter:
    """A parameter of a query string: the one declaration behind reading and documenting it."""

    name: str
    read: Callable[[str], Any]
    """From the decoded text to the value; raises `InvalidInput` (empty pointer)."""
    schema: Mapping[str, Any]
    """JSON Schema of one value."""
    meaning: str
    example: Any
    many: bool = False
    """Whether it may be given several times, for any of the values."""


def values_in(raw: bytes, parameters: Sequence[Parameter]) -> dict[str, Any]:
    """Return the values of the parameters that are given, a set for each that may be given several times.

    Raises `InvalidInput` with every mistake; the pointer of a mistake is `/` and
    the name of the parameter.
    """
    known = {parameter.name: parameter for parameter in parameters}
    given: set[str] = set()
    values: dict[str, Any] = {}
    violations: list[Violation] = []
    for raw_name, _, raw_value in (part.partition(b"=") for part in raw.split(b"&") if part):
        try:
            name = _decoded(raw_name)
            parameter = _known(name, known, given)
            with violations_in(escaped(name)):
                value = parameter.read(_present(_decoded(raw_value)))
        except InvalidInput as error:
            violations += error.violations
            continue
        values[name] = values.get(name, frozenset()) | {value} if parameter.many else value
    if violations:
        raise InvalidInput(tuple(violations[:MAX_VIOLATIONS]))
    return values


def _known(name: str, known: Mapping[str, Parameter], given: set[str]) -> Parameter:
    """The parameter of this name, if it may be given (once more)."""
    parameter = known.get(name)
    if parameter is None:
        raise InvalidInput((unknown(name, known, kind="parameter"),))
    if name in given and not parameter.many:
        raise InvalidInput((Violation(f"/{name}", "repeated", "must be given once"),))
    given.add(name)
    return parameter


def _decoded(raw: bytes) -> str:
    """Undo the percent-encoding of HTML forms, in which a plus sign stands for a blank."""
    if _broken_escape(raw):
        raise invalid_input("malformed-query", "a percent sign must be followed by two hexadecimal digits")
    try:
        text = unquote_to_bytes(raw.replace(b"+", b" ")).decode()
    except UnicodeDecodeError:
        raise invalid_input("malformed-query", "is not valid UTF-8 once its percent-encoding is undone") from None
    if "\0" in text:
        raise invalid_input("nul", "must not contain the NUL character")
    return text


def _present(text: str) -> str:
    if not text:
        raise invalid_input("empty", "must have a value; leave the parameter out to ask for nothing in particular")
    return text
