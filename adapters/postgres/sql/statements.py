"""The statements we send: `statements.sql`, which `adapters.postgres.sql.composing` makes out of the tables.

They are composed before, so that no process that serves needs SQLAlchemy, and
whoever runs the database can read what it will be asked.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from attrs import frozen

FILE = Path(__file__).with_name("statements.sql")


@frozen
class Statement:
    """SQL text with `$1` parameters, and the names of what goes there."""

    sql: str
    parameters: tuple[str, ...]

    def arguments(self, values: Mapping[str, object]) -> Sequence[object]:
        """The values in the order of the text."""
        return [values[name] for name in self.parameters]

    def arrays(self, rows: Sequence[Mapping[str, object]]) -> Sequence[object]:
        """One array of values per parameter, in the order of the text."""
        return [[row[name] for row in rows] for name in self.parameters]


def statement(name: str) -> Statement:
    """A statement by its name.

    It is looked up when it is sent, not when its question is declared: the
    questions are there first, and the statements are composed for them.
    """
    try:
        return _all()[name]
    except KeyError:
        raise LookupError(f"there is no statement {name!r} in {FILE.name}: run `make statements`") from None


@cache
def _all() -> Mapping[str, Statement]:
    return read(FILE.read_text(encoding="utf-8"))


_HEAD = "-- Made by `make statements` out of adapters/postgres/composing: do not edit."
_NAME, _PARAMETERS, _NONE = "-- ", "-- $ ", "none"


def written(statements: Mapping[str, Statement]) -> str:
    """Statements as text, one after the other, from which `read` makes them again."""
    blocks = (
        f"{_NAME}{name}\n{_PARAMETERS}{', '.join(each.parameters) or _NONE}\n{each.sql}"
        for name, each in statements.items()
    )
    return "\n\n".join([_HEAD, *blocks]) + "\n"


def read(text: str) -> dict[str, Statement]:
    """The statements in a text."""
    statements = {}
    for block in text.strip().split("\n\n")[1:]:
        name, parameters, sql = block.split("\n", maxsplit=2)
        names = parameters.removeprefix(_PARAMETERS)
        statements[name.removeprefix(_NAME)] = Statement(sql, () if names == _NONE else tuple(names.split(", ")))
    return statements
