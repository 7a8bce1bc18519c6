"""Dates as people type them."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from entrypoints.cli.client.dates import parse_due

FRIDAY = datetime(2026, 1, 30, 15, tzinfo=ZoneInfo("Europe/Berlin"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("today", date(2026, 1, 30)),
        (" Tomorrow ", date(2026, 1, 31)),
        ("fri", date(2026, 2, 6)),
        ("Saturday", date(2026, 1, 31)),
        ("thu", date(2026, 2, 5)),
        ("31 Jan", date(2026, 1, 31)),
        ("30 jan", date(2026, 1, 30)),
        ("29. january", date(2027, 1, 29)),
        ("feb 29", date(2028, 2, 29)),
        ("+3d", date(2026, 2, 2)),
        ("+2w", date(2026, 2, 13)),
        ("2026-01-31", date(2026, 1, 31)),
        ("2026-01-31 14:00", datetime(2026, 1, 31, 13, tzinfo=UTC)),
        ("2026-01-31t14:00", datetime(2026, 1, 31, 13, tzinfo=UTC)),
        ("2026-07-31T14:00", datetime(2026, 7, 31, 12, tzinfo=UTC)),
        ("2026-01-31T14:00:00Z", datetime(2026, 1, 31, 14, tzinfo=UTC)),
        ("2026-01-31T14:00:00+05:30", datetime(2026, 1, 31, 8, 30, tzinfo=UTC)),
    ],
)
def test_a_date_is_understood_in_the_zone_of_the_user(text: str, expected: date) -> None:
    found = parse_due(text, FRIDAY)

    assert (found, isinstance(found, datetime)) == (expected, isinstance(expected, datetime))


@pytest.mark.parametrize("text", ["", "ju", "soon", "31 foo", "32 jan", "30 feb", "2026-02-30", "+d", "+99999d", "12"])
def test_anything_else_is_rejected_with_examples(text: str) -> None:
    with pytest.raises(ValueError, match="examples: tomorrow, fri"):
        parse_due(text, FRIDAY)
