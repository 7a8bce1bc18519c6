"""Parameters that several lists have: the size of a page, and numbers."""

import re
from collections.abc import Callable

from domain.errors import InvalidInput
from domain.tasks.query import MAX_OFFSET
from entrypoints.http.requests.parsing.query_parameters import Parameter

_digits = re.compile(r"-?[0-9]{1,20}").fullmatch


def number_from(least: int, most: int = MAX_OFFSET) -> Callable[[str], int]:
    """Return a rule for whole numbers in decimal digits."""

    def number(text: str) -> int:
        if not _digits(text):
            raise InvalidInput.of("not-a-number", "must be a whole number in decimal digits")
        if not least <= int(text) <= most:
            raise InvalidInput.of("out-of-range", f"must be from {least} to {most}")
        return int(text)

    return number


def limit_parameter(items: str, *, default: int, most: int) -> Parameter:
    """Return the parameter for the size of a page."""
    return Parameter(
        name="limit",
        read=number_from(1),
        schema={"type": "integer", "minimum": 1, "maximum": MAX_OFFSET, "default": default},
        meaning=f"The most {items} of one page; more than {most} means {most}, and `X-Limit` says so.",
        example=20,
    )


def number_parameter(name: str, meaning: str, *, least: int, most: int, example: int) -> Parameter:
    """Return a parameter that is a whole number."""
    schema = {"type": "integer", "format": "int64", "minimum": least, "maximum": most}
    return Parameter(name=name, read=number_from(least, most), schema=schema, meaning=meaning, example=example)


def cursor_parameter(meaning: str) -> Parameter:
    """Return the parameter for the beginning of a page."""
    schema = {"type": "string", "minLength": 1, "pattern": "^[A-Za-z0-9_-]+$"}
    return Parameter(name="cursor", read=str, schema=schema, meaning=meaning, example="AbCdEf0123")
