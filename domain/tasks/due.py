"""When tasks are due: at an instant, or on a whole day, which is over when the next one begins."""

from datetime import UTC, date, datetime, time, timedelta
from typing import TypeAlias
from zoneinfo import ZoneInfo

from attrs import frozen

from domain.day import ONE_DAY, day, day_of, start_of
from domain.moment import moment
from domain.zone import UTC_ZONE

Due: TypeAlias = datetime | date
"""An instant, or a day."""
_MICROSECOND = timedelta(microseconds=1)


@frozen
class DueBound:
    """A bound for due dates of both kinds."""

    instant: datetime
    """What due times are compared with; neither side includes it."""
    day: date
    """What days are compared with; neither side includes it."""

    @classmethod
    def before(cls, bound: Due, zone: ZoneInfo = UTC_ZONE) -> "DueBound":
        """Return the bound for what is due before an instant, or before the beginning of a day in a zone.

        A day lies before an instant if it is over by then. Raises `InvalidInput` (empty path).
        """
        if isinstance(bound, datetime):
            instant = moment(bound)
            return cls(instant, day_of(instant, zone))
        return cls(start_of(day(bound), zone), bound)

    @classmethod
    def after(cls, bound: Due, zone: ZoneInfo = UTC_ZONE) -> "DueBound":
        """Return the bound for what is due after an instant, or after the end of a day in a zone.

        A day lies after an instant if it is not over by then. Raises `InvalidInput` (empty path).
        """
        if isinstance(bound, datetime):
            instant = moment(bound)
            return cls(instant, day_of(instant, zone) - ONE_DAY)
        return cls(start_of(day(bound) + ONE_DAY, zone) - _MICROSECOND, bound)

    def follows(self, due: Due) -> bool:
        """Return whether a due date lies before this bound."""
        return due < self.instant if isinstance(due, datetime) else due < self.day

    def precedes(self, due: Due) -> bool:
        """Return whether a due date lies after this bound."""
        return due > self.instant if isinstance(due, datetime) else due > self.day


def end_of(day: date) -> datetime:
    """Return when a day is over in UTC, which is where it stands among instants in an order."""
    return datetime.combine(day + ONE_DAY, time(), UTC)
