"""Names that resemble those of settings."""

import difflib
from collections.abc import Iterable


def nearest(name: str, names: Iterable[str]) -> str:
    """Return the most similar name."""
    return difflib.get_close_matches(name.upper(), names, n=1, cutoff=0)[0]


def near_miss(name: str, names: Iterable[str]) -> str | None:
    """Return the name that differs by one typing error, ignoring case and underscores."""
    return next((each for each in names if _one_error(_normalized(name), _normalized(each))), None)


def _normalized(name: str) -> str:
    return name.upper().replace("_", "")


def _one_error(one: str, other: str) -> bool:
    """Return whether the names differ by one inserted, deleted, changed or transposed letter."""
    if abs(len(one) - len(other)) > 1:
        return False
    while one and other and one[0] == other[0]:
        one, other = one[1:], other[1:]
    while one and other and one[-1] == other[-1]:
        one, other = one[:-1], other[:-1]
    return (len(one) <= 1 and len(other) <= 1) or (len(one) == len(other) == len("ab") and one == other[::-1])
