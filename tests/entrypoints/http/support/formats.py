"""The formats of strings as the document and its introduction describe them, for validators of its schemas.

No pattern stands beside a format, so these say what the formats mean: written anew, not taken from the code.
"""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta

_TIME = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})[Tt]([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.[0-9]{1,9})?"
    r"(?:[Zz]|([+-])([01][0-9]|2[0-3]):?([0-5][0-9]))"
)
_ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}")
_LABEL = re.compile(r"[A-Za-z0-9-]{1,63}")


def is_time(text: str) -> bool:
    """RFC 3339 in the years 1900 to 9998, with up to nine decimals; the colon of the offset may be missing."""
    parts = _TIME.fullmatch(text)
    if parts is None:
        return False
    sign, hours, minutes = parts.group(7, 8, 9)
    offset = timedelta(hours=int(hours), minutes=int(minutes)) if sign else timedelta()
    try:
        local = datetime(*map(int, parts.group(1, 2, 3, 4, 5, 6)), tzinfo=UTC)  # type: ignore[arg-type, misc]
        instant = local + offset if sign == "-" else local - offset
    except (ValueError, OverflowError):
        return False
    return 1900 <= instant.year <= 9998


def is_day(text: str) -> bool:
    """RFC 3339 full-date in the years 1900 to 9998."""
    if not re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return False
    try:
        return 1900 <= date(*map(int, text.split("-"))).year <= 9998
    except ValueError:
        return False


def is_email(text: str) -> bool:
    """An address in ASCII with a dotted domain that does not end in a number; blanks around it are removed."""
    address = text.strip(" ")
    local, _, domain = address.rpartition("@")
    labels = domain.split(".")
    return (
        len(address) <= 254
        and _ATOMS.fullmatch(local) is not None
        and not (local.startswith(".") or local.endswith(".") or ".." in local)
        and len(labels) > 1
        and all(_LABEL.fullmatch(label) and label[0] != "-" != label[-1] for label in labels)
        and not labels[-1].isdigit()
    )


def is_password(text: str) -> bool:
    """Any characters but NUL."""
    return "\0" not in text


FORMATS: Mapping[str, Callable[[str], bool]] = {
    "date": is_day,
    "date-time": is_time,
    "email": is_email,
    "password": is_password,
}
