"""Points in time: the same instant in UTC, or a refusal."""

from datetime import UTC, datetime, timedelta, timezone, tzinfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import InvalidInput
from domain.moment import EARLIEST, LATEST, moment
from tests.support.violations import place_of

offsets = st.integers(-1439, 1439).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@given(raw=st.datetimes(timezones=offsets))
def test_a_moment_is_the_same_instant_in_utc_or_out_of_range(raw: datetime) -> None:
    if EARLIEST <= raw < LATEST:
        kept = moment(raw)
        assert (kept, kept.tzinfo) == (raw, UTC)
        assert moment(kept) == kept
    else:
        assert code_of_refusal(raw) == "out-of-range"


@pytest.mark.parametrize(
    "raw",
    [
        datetime(1899, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC),
        datetime(9999, 1, 1, tzinfo=UTC),
        datetime.max.replace(tzinfo=timezone(timedelta(hours=-1))),
        datetime.min.replace(tzinfo=timezone(timedelta(hours=1))),
    ],
)
def test_what_no_store_could_keep_is_out_of_range(raw: datetime) -> None:
    assert code_of_refusal(raw) == "out-of-range"


def test_the_ends_of_the_range_are_inside() -> None:
    first = datetime(1900, 1, 1, tzinfo=UTC)
    last = datetime(9998, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC)

    assert (moment(first), moment(last)) == (first, last)


class Nowhere(tzinfo):
    """A time zone that does not know its offset."""

    def utcoffset(self, _: datetime | None) -> None:
        return None

    dst = tzname = utcoffset


@pytest.mark.parametrize("zone", [None, Nowhere()])
def test_a_time_without_an_offset_is_refused(zone: tzinfo | None) -> None:
    assert code_of_refusal(datetime(2026, 3, 1, tzinfo=zone)) == "no-offset"


def code_of_refusal(raw: datetime) -> str:
    with pytest.raises(InvalidInput) as refusal:
        moment(raw)
    (violation,) = refusal.value.violations
    assert place_of(violation) == ""
    return violation.code
