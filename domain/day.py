"""Days of the calendar, and when they begin in a time zone."""

from bisect import bisect_left
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from domain.errors import InvalidInput

FIRST_DAY = date(1900, 1, 1)
LAST_DAY = date(9998, 12, 31)
"""The days of the years that every store supports."""
ONE_DAY = timedelta(days=1)


def day(raw: date) -> date:
    """Return the same day; raise `InvalidInput` (empty path) if it is a time, or lies before 1900 or after 9998."""
    if isinstance(raw, datetime):
        raise InvalidInput.of("not-a-day", "must be a day without a time")
    if not FIRST_DAY <= raw <= LAST_DAY:
        raise InvalidInput.of("out-of-range", "must lie in the years 1900 to 9998")
    return raw


def start_of(day: date, zone: ZoneInfo) -> datetime:
    """Return the first instant at which the clocks of a zone show a day, in UTC.

    Where the clocks skip midnight the day begins with the time to which they are set; where they skip the whole day, it
    begins, and ends, with the day after it.
    """
    midnight = datetime.combine(day, time(), zone)
    instant = midnight.astimezone(UTC)
    if instant.astimezone(zone).replace(tzinfo=None) == midnight.replace(tzinfo=None):
        return instant
    # Midnight lies in a gap, at whose ends the clocks are set forward; both readings of it enclose that moment.
    earlier = midnight.replace(fold=1).astimezone(UTC)
    seconds = range((instant - earlier) // timedelta(seconds=1) + 1)
    return earlier + timedelta(
        seconds=bisect_left(seconds, day, key=lambda each: _shown(earlier + timedelta(seconds=each), zone))
    )


def day_of(instant: datetime, zone: ZoneInfo) -> date:
    """Return the last day that has begun at an instant: the one that the clocks of a zone show.

    Where the clocks are set back across midnight, the hour that is repeated belongs to the later day.
    """
    shown = _shown(instant, zone)
    following = shown + ONE_DAY
    return following if start_of(following, zone) <= instant else shown


def _shown(instant: datetime, zone: ZoneInfo) -> date:
    return instant.astimezone(zone).date()
