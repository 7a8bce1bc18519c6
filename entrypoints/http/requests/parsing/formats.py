"""The text forms of times and ids in JSON and in URLs."""

import re
from datetime import date, datetime
from uuid import UUID

from domain.day import day
from domain.errors import InvalidInput
from domain.moment import moment
from domain.tasks.labels import label_key
from domain.text import LABEL

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


def time_in_query(text: str) -> datetime:
    """Parse a time; an unescaped plus sign of its offset was decoded as a blank and is restored."""
    lost = _lost_plus(text)
    return parse_time(f"{lost[1]}+{lost[2]}" if lost else text)


def time_or_day_in_query(text: str) -> datetime | date:
    """Parse a time or a day."""
    if _day(text):
        return parse_day(text)
    try:
        return time_in_query(text)
    except InvalidInput as error:
        if error.violations[0].code != "not-a-time":
            raise
    raise InvalidInput.of("not-a-time", "must be an RFC 3339 time such as 2026-03-01T09:00:00Z, or a day: 2026-03-01")


def id_or_none(text: str) -> UUID | None:
    """Return an id; None for `none`."""
    return None if text == "none" else parse_uuid(text)


_lost_plus = re.compile(r"(.+) (\d\d:?\d\d)").fullmatch


def label_in_query(text: str) -> str | None:
    """Return the key of a label, or None for `none`, which means "no label"; in quotes `none` is a label."""
    label = LABEL(text)
    quotes = _quotes_around_none(label)
    if quotes is None:
        return label_key(label)
    return label_key(label[1:-1]) if quotes[1] else None


_quotes_around_none = re.compile(r'("*)none\1', re.IGNORECASE).fullmatch
