"""Due times and days lie before or after a bound in a time zone."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given

from adapters.testing.dates import days, moments, near_days, near_moments, zones
from domain.day import ONE_DAY, start_of
from domain.errors import InvalidInput
from domain.tasks.due import Due, DueBound, end_of
from domain.zone import zone_named

MICROSECOND = timedelta(microseconds=1)
dues = near_moments | moments | near_days | days


def at(text: str) -> Due:
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


@pytest.mark.parametrize(
    ("due", "bound", "zone", "is_before", "is_after"),
    [
        # A day and an instant: a day is over when the next one begins, in the zone.
        ("2026-01-30", "2026-01-31T00:00:00Z", "UTC", True, False),
        ("2026-01-31", "2026-01-31T00:00:00Z", "UTC", False, True),
        ("2026-01-30", "2026-01-30T22:59:59Z", "Europe/Berlin", False, True),
        ("2026-01-30", "2026-01-30T23:00:00Z", "Europe/Berlin", True, False),
        ("2026-01-30", "2026-01-30T23:00:00Z", "America/New_York", False, True),
        # The clocks are set forward on 29 March 2026, and back on 25 October.
        ("2026-03-28", "2026-03-28T23:00:00Z", "Europe/Berlin", True, False),
        ("2026-03-29", "2026-03-29T21:59:59Z", "Europe/Berlin", False, True),
        ("2026-03-29", "2026-03-29T22:00:00Z", "Europe/Berlin", True, False),
        ("2026-10-24", "2026-10-24T22:00:00Z", "Europe/Berlin", True, False),
        ("2026-10-25", "2026-10-25T22:59:59Z", "Europe/Berlin", False, True),
        ("2026-10-25", "2026-10-25T23:00:00Z", "Europe/Berlin", True, False),
        # An instant and a day: neither before nor after while the day lasts.
        ("2026-03-28T22:59:59Z", "2026-03-29", "Europe/Berlin", True, False),
        ("2026-03-28T23:00:00Z", "2026-03-29", "Europe/Berlin", False, False),
        ("2026-03-29T21:59:59.999999Z", "2026-03-29", "Europe/Berlin", False, False),
        ("2026-03-29T22:00:00Z", "2026-03-29", "Europe/Berlin", False, True),
        # Two days, two instants.
        ("2026-01-30", "2026-01-31", "UTC", True, False),
        ("2026-01-31", "2026-01-31", "UTC", False, False),
        ("2026-02-01", "2026-01-31", "UTC", False, True),
        ("2026-01-31T12:00:00Z", "2026-01-31T12:00:00.000001Z", "UTC", True, False),
        ("2026-01-31T12:00:00Z", "2026-01-31T12:00:00Z", "UTC", False, False),
        ("2026-01-31T12:00:00.000001Z", "2026-01-31T12:00:00Z", "UTC", False, True),
    ],
)
def test_a_due_date_lies_before_a_bound_or_after_it(
    due: str, bound: str, zone: str, *, is_before: bool, is_after: bool
) -> None:
    before, after = (make(at(bound), zone_named(zone)) for make in (DueBound.before, DueBound.after))

    assert (before.follows(at(due)), after.precedes(at(due))) == (is_before, is_after)


@given(due=dues, bound=dues, zone=zones)
def test_it_lies_on_one_side_or_has_the_bound_within_it(due: Due, bound: Due, zone: str) -> None:
    before, after = (make(bound, zone_named(zone)) for make in (DueBound.before, DueBound.after))
    overlaps = not before.follows(due) and not after.precedes(due)

    assert not (before.follows(due) and after.precedes(due))
    # On neither side lie equal dates, and an instant of the day that is the bound.
    begin, end = start_of(min_day(bound), zone_named(zone)), start_of(min_day(bound) + ONE_DAY, zone_named(zone))
    if isinstance(bound, datetime):
        assert overlaps == (due == bound)
    elif isinstance(due, datetime):
        assert overlaps == (begin <= due < end)
    else:
        assert overlaps == (due == bound)


@given(day=days, instant=moments, zone=zones)
def test_a_day_lies_before_an_instant_if_its_end_does(day: date, instant: datetime, zone: str) -> None:
    is_over = start_of(day + ONE_DAY, zone_named(zone)) <= instant

    assert DueBound.before(instant, zone_named(zone)).follows(day) == is_over
    assert DueBound.after(instant, zone_named(zone)).precedes(day) == (not is_over)


@given(bound=dues)
def test_without_a_zone_a_bound_is_one_in_utc(bound: Due) -> None:
    assert DueBound.before(bound) == DueBound.before(bound, zone_named("UTC"))
    assert DueBound.after(bound) == DueBound.after(bound, zone_named("UTC"))


@pytest.mark.parametrize("make", [DueBound.before, DueBound.after])
@pytest.mark.parametrize("bound", [datetime(2026, 1, 1), date(1899, 12, 31), date(9999, 1, 1)])  # noqa: DTZ001 - naive on purpose
def test_a_bound_is_an_instant_or_a_day_that_every_store_supports(make: "type[DueBound]", bound: Due) -> None:
    with pytest.raises(InvalidInput):
        make(bound)  # type: ignore[call-arg, arg-type]  # a class method


@given(day=days)
def test_a_day_ends_when_the_next_one_begins(day: date) -> None:
    assert end_of(day) == datetime(day.year, day.month, day.day, tzinfo=UTC) + ONE_DAY


def min_day(bound: Due) -> date:
    return bound.date() if isinstance(bound, datetime) else bound
