"""Names that resemble those of settings."""

import difflib
from collections.abc import Iterable

PREFIX = "TASKAPI_"
OTHER_NAMES = {
    "DATABASE_DSN": "DATABASE_URL",
    "DB_DSN": "DATABASE_URL",
    "DB_URL": "DATABASE_URL",
    "POSTGRESQL_URL": "DATABASE_URL",
    "POSTGRES_DSN": "DATABASE_URL",
    "POSTGRES_URI": "DATABASE_URL",
    "POSTGRES_URL": "DATABASE_URL",
    "JWT_KEY": "JWT_SECRET",
    "JWT_SECRET_KEY": "JWT_SECRET",
}
"""What other programs call our settings; such a name is an error only if the setting is not set."""
TWO_ERRORS_FROM = 10
"""Letters of names of which two typing errors are recognised; in shorter names one."""


def nearest(name: str, names: Iterable[str]) -> str:
    """Return the most similar name."""
    return difflib.get_close_matches(name.upper(), names, n=1, cutoff=0)[0]


def near_miss(name: str, names: Iterable[str]) -> str | None:
    """Return the setting that was probably meant: with other words, in another order, or with typing errors."""
    names = list(names)
    bare = name.upper().removeprefix(PREFIX)
    if bare in names or OTHER_NAMES.get(bare) in names:
        return bare if bare in names else OTHER_NAMES[bare]
    return next((each for each in names if _resemble(bare, each)), None)


def _resemble(one: str, other: str) -> bool:
    if sorted(one.split("_")) == sorted(other.split("_")):
        return True
    one, other = one.replace("_", ""), other.replace("_", "")
    most = 2 if min(len(one), len(other)) >= TWO_ERRORS_FROM else 1
    # The first two conditions are bounds that cost little: an environment may have hundreds of names.
    near = abs(len(one) - len(other)) <= most and len(set(one) ^ set(other)) <= 2 * most
    return near and _distance(one, other) <= most


def _distance(one: str, other: str) -> int:
    """Return how many letters must be inserted, deleted, changed or transposed (optimal string alignment)."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        before, row, previous = row, [i], before
        for j, theirs in enumerate(other, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != theirs))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == theirs:
                cost = min(cost, previous[j - 2] + 1)
            row.append(cost)
    return row[-1]
