"""Time zones, by their names in the IANA database."""

from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from domain.errors import InvalidInput

UTC_ZONE = ZoneInfo("UTC")
MAX_NAME_LENGTH = 64
"""No name is nearly so long, and comparing longer ones would take long."""

_NOT_ZONES = frozenset({"localtime", "Factory"})
"""Files of the database that mean something else on every machine."""


@cache
def zone_names() -> Mapping[str, None]:
    """Return the names of all zones, in their order."""
    return dict.fromkeys(sorted(available_timezones() - _NOT_ZONES))


def zone_named(name: str) -> ZoneInfo:
    """Return a zone; raise `InvalidInput` (empty path) with the most similar name."""
    if name in zone_names():
        return ZoneInfo(name)
    near = get_close_matches(name, zone_names(), n=1) if len(name) <= MAX_NAME_LENGTH else []
    hint = f"; did you mean {near[0]}?" if near else ""
    raise InvalidInput.of("unknown-value", f"must be the name of a time zone, such as Europe/Berlin{hint}")
