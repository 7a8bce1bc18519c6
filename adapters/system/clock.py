"""The real clock."""

from datetime import UTC, datetime


def utc_now() -> datetime:
    """The present moment in UTC, to the microsecond, which is what every store keeps."""
    return datetime.now(UTC)
