"""Times and ids as they are written in JSON and in URLs."""

import re
from datetime import datetime
from uuid import UUID

from domain.moment import moment
from entrypoints.http.requests.parsing.validation_errors import invalid_input

MOST_DECIMALS = 6

TIME_OF_YEAR = (
    r"-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"
    r"[Tt](?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]{1,6})?"
)
"""Month to microsecond in RFC 3339; of the patterns here all regular expression dialects think the same."""
OFFSET = r"(?:[Zz]|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])"
CANONICAL_UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"

_time = re.compile(f"[0-9]{{4}}{TIME_OF_YEAR}(?:{OFFSET})?").fullmatch
_too_precise = re.compile(rf".{{19}}\.[0-9]{{{MOST_DECIMALS + 1},}}(?:{OFFSET})?").fullmatch
_uuid = re.compile(CANONICAL_UUID).fullmatch


def moment_of(text: str) -> datetime:
    """The instant, in UTC, that RFC 3339 text with an offset names; raises `InvalidInput` (empty pointer)."""
    if _time(text):
        try:
            return moment(datetime.fromisoformat(text.upper()))
        except ValueError:  # the 30th of February, the year 0
            pass
    if _too_precise(text):
        raise invalid_input(
            "too-precise", f"must have at most {MOST_DECIMALS} decimals; times are kept in microseconds"
        )
    raise invalid_input(
        "not-a-time", "must be an RFC 3339 time such as 2026-03-01T09:00:00Z or 2026-03-01T10:00:00+01:00"
    )


def uuid_of(text: str) -> UUID:
    """The id that is written in the canonical form of RFC 9562: lower case, with hyphens; raises `InvalidInput`."""
    if not _uuid(text):
        raise invalid_input(
            "not-a-uuid", "must be a UUID in its canonical form, such as 0199f3a0-5c6e-7b3e-8d4f-2a1b3c4d5e6f"
        )
    return UUID(text)
