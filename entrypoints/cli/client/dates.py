"""Dates as people type them: `tomorrow`, `fri`, `31 Jan`, `2026-01-31 14:00`, `+3d`."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
EXAMPLES = "tomorrow, fri, 31 Jan, 2026-01-31, 2026-01-31 14:00 or +3d"
_DAY_OF_MONTH = re.compile(r"(?P<day>\d{1,2})\.? (?P<month>[a-z]{3,})|(?P<month_first>[a-z]{3,}) (?P<day_last>\d{1,2})")
_LATER = re.compile(r"\+(?P<count>\d{1,4})(?P<unit>[dw])")


def parse_due(text: str, now: datetime) -> date | datetime:
    """Return a day, or a moment in the time zone of `now`; raise `ValueError` with a message."""
    words = " ".join(text.lower().split())
    for form in _FORMS:
        found = form(words, now)
        if found is not None:
            return found
    raise ValueError(f"{text!r} is not a date that is understood; examples: {EXAMPLES}")


def _relative(words: str, now: datetime) -> date | None:
    today = now.date()
    if words in ("today", "tomorrow"):
        return today + timedelta(days=words == "tomorrow")
    if later := _LATER.fullmatch(words):
        return today + timedelta(days=int(later["count"]) * (7 if later["unit"] == "w" else 1))
    if (weekday := _named(words, DAYS)) is not None:
        return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)
    return None


def _day_of_month(words: str, now: datetime) -> date | None:
    """The next such day."""
    match = _DAY_OF_MONTH.fullmatch(words)
    month = _named((match["month"] or match["month_first"]) if match else "", MONTHS)
    if match is None or month is None:
        return None
    day = int(match["day"] or match["day_last"])
    for year in range(now.year, now.year + 9):  # 29 February may be eight years away
        try:
            found = date(year, month + 1, day)
        except ValueError:
            continue
        if found >= now.date():
            return found
    return None


def _iso(words: str, now: datetime) -> date | datetime | None:
    try:
        return date.fromisoformat(words)
    except ValueError:
        pass
    try:
        moment = datetime.fromisoformat(words.upper())
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=now.tzinfo)


def _named(word: str, names: tuple[str, ...]) -> int | None:
    """Return the index of the name that a word of at least three letters begins."""
    found = [index for index, name in enumerate(names) if len(word) >= len("mon") and name.startswith(word)]
    return found[0] if len(found) == 1 else None


_FORMS: tuple[Callable[[str, datetime], date | datetime | None], ...] = (_relative, _day_of_month, _iso)
