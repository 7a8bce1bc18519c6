"""The text forms of times and ids in JSON and in URLs."""

import re
from datetime import date, datetime
from uuid import UUID

from domain.day import day
from domain.errors import InvalidInput
from domain.moment import moment

MAX_DECIMALS = 9

_TIME = (
    r"[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"
    r"[Tt](?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]{1,9})?"
)
"""Year to nanosecond of RFC 3339, truncated to microseconds."""
_OFFSET = r"(?:[Zz]|[+-](?:[01][0-9]|2[0-3]):?[0-5][0-9])"
"""With or without a colon, as many clients write it."""

_time = re.compile(f"{_TIME}(?:{_OFFSET})?").fullmatch
_day = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}").fullmatch
_too_precise = re.compile(rf".{{19}}\.[0-9]{{{MAX_DECIMALS + 1},}}(?:{_OFFSET})?").fullmatch
_uuid = re.compile("[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}").fullmatch


def parse_time(text: str) -> datetime:
    """Return the instant of an RFC 3339 time with an offset, in UTC; raise `InvalidInput` (empty path)."""
    if _time(text):
        try:
            return moment(datetime.fromisoformat(text.upper()))
        except ValueError:  # the 30th of February, the year 0
            pass
    if _too_precise(text):
        raise InvalidInput.of("too-precise", f"must have at most {MAX_DECIMALS} decimals; six are stored")
    raise InvalidInput.of(
        "not-a-time", "must be an RFC 3339 time such as 2026-03-01T09:00:00Z or 2026-03-01T10:00:00+01:00"
    )


def parse_day(text: str) -> date:
    """Return the day of an RFC 3339 full-date; raise `InvalidInput` (empty path)."""
    if _day(text):
        try:
            return day(date.fromisoformat(text))
        except ValueError:  # the 30th of February, the year 0
            pass
    raise InvalidInput.of("not-a-day", "must be a day such as 2026-03-01, without a time")


def parse_uuid(text: str) -> UUID:
    """Return the UUID of a text with hyphens, in either case (RFC 9562, 4); raise `InvalidInput` (empty path)."""
    if not _uuid(text):
        raise InvalidInput.of("not-a-uuid", "must be a UUID with hyphens, such as 0199f3a0-5c6e-7b3e-8d4f-2a1b3c4d5e6f")
    return UUID(text)
