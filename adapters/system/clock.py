"""The real clock."""

from datetime import UTC, datetime


def utc_now() -> datetime:
    """Return the present time in UTC, to the microsecond, as every store stores it."""
    return datetime.now(UTC)
