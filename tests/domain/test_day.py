"""Days, and when they begin: at midnight, or where the clocks of a zone skip or repeat it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.testing.dates import moments, zones
from domain.day import FIRST_DAY, LAST_DAY, ONE_DAY, day, day_of, start_of
from domain.errors import InvalidInput
from domain.zone import UTC_ZONE, zone_named

MICROSECOND = timedelta(microseconds=1)
days = st.dates(FIRST_DAY, LAST_DAY)


@pytest.mark.parametrize("raw", [FIRST_DAY, date(2024, 2, 29), LAST_DAY])
def test_a_day_is_kept_as_it_is(raw: date) -> None:
    assert day(raw) == raw


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (FIRST_DAY - ONE_DAY, "out-of-range"),
        (LAST_DAY + ONE_DAY, "out-of-range"),
        (datetime(2026, 3, 1, tzinfo=UTC), "not-a-day"),
    ],
)
def test_what_is_no_day_of_the_supported_years_is_rejected(raw: date, code: str) -> None:
    with pytest.raises(InvalidInput) as error:
        day(raw)

    assert [violation.code for violation in error.value.violations] == [code]


@pytest.mark.parametrize(
    ("zone", "of", "expected"),
    [
        ("UTC", date(2026, 3, 29), "2026-03-29T00:00:00Z"),
        ("Europe/Berlin", date(2026, 3, 29), "2026-03-28T23:00:00Z"),
        ("Europe/Berlin", date(2026, 3, 30), "2026-03-29T22:00:00Z"),
        ("Europe/Berlin", date(2026, 10, 25), "2026-10-24T22:00:00Z"),
        ("Europe/Berlin", date(2026, 10, 26), "2026-10-25T23:00:00Z"),
        # The clocks go from 24:00 to 01:00.
        ("America/Sao_Paulo", date(2018, 11, 4), "2018-11-04T03:00:00Z"),
        # They go from 23:30 to 00:30.
        ("America/Toronto", date(1919, 3, 31), "1919-03-31T04:30:00Z"),
        # They go back from 24:00 to 23:00, and from 00:01 to 23:01.
        ("America/Sao_Paulo", date(2019, 2, 17), "2019-02-17T03:00:00Z"),
        ("America/St_Johns", date(2010, 11, 7), "2010-11-07T02:30:00Z"),
        # This day was skipped.
        ("Pacific/Apia", date(2011, 12, 30), "2011-12-30T10:00:00Z"),
        ("Pacific/Apia", date(2011, 12, 31), "2011-12-30T10:00:00Z"),
        ("Pacific/Kiritimati", date(2026, 1, 1), "2025-12-31T10:00:00Z"),
    ],
)
def test_a_day_begins_when_the_clocks_first_show_it(zone: str, of: date, expected: str) -> None:
    assert start_of(of, zone_named(zone)) == datetime.fromisoformat(expected)


@given(instant=moments, zone=zones)
def test_an_instant_lies_on_the_last_day_that_has_begun(instant: datetime, zone: str) -> None:
    found = day_of(instant, zone_named(zone))

    assert start_of(found, zone_named(zone)) <= instant < start_of(found + ONE_DAY, zone_named(zone))


@given(of=days, zone=zones)
def test_days_begin_one_after_the_other(of: date, zone: str) -> None:
    begin, following = (start_of(each, zone_named(zone)) for each in (of, of + ONE_DAY))

    assert begin <= following
    assert day_of(begin - MICROSECOND, zone_named(zone)) < of <= day_of(begin, zone_named(zone))


@given(instant=moments)
def test_in_utc_a_day_is_the_date_of_an_instant(instant: datetime) -> None:
    assert day_of(instant, UTC_ZONE) == instant.date()


@pytest.mark.parametrize(
    ("instant", "expected"),
    [
        ("2010-11-07T02:29:59Z", date(2010, 11, 6)),
        ("2010-11-07T02:30:00Z", date(2010, 11, 7)),
        ("2010-11-07T02:31:00Z", date(2010, 11, 7)),
    ],
)
def test_an_hour_that_is_repeated_across_midnight_belongs_to_the_later_day(instant: str, expected: date) -> None:
    assert day_of(datetime.fromisoformat(instant), zone_named("America/St_Johns")) == expected
