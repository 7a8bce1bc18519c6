"""Instants: always aware, always UTC, always in the range that every store supports."""

from datetime import UTC, datetime

from domain.errors import InvalidInput

EARLIEST = datetime(1900, 1, 1, tzinfo=UTC)
LATEST = datetime(9999, 1, 1, tzinfo=UTC)


def moment(raw: datetime) -> datetime:
    """Return the same instant in UTC; raise `InvalidInput` if it has no offset or lies before 1900 or after 9998."""
    if raw.tzinfo is None or raw.utcoffset() is None:
        raise InvalidInput.of("no-offset", "must have an offset from UTC, for example 2026-03-01T09:00:00Z")
    try:
        instant = raw.astimezone(UTC)
    except OverflowError:
        raise _out_of_range() from None
    if not EARLIEST <= instant < LATEST:
        raise _out_of_range()
    return instant


def _out_of_range() -> InvalidInput:
    return InvalidInput.of("out-of-range", "must lie in the years 1900 to 9998")
