"""The statements we send: `statements.sql`, which `adapters.postgres.composing` makes out of the tables.

They are composed before, so that no process that serves needs SQLAlchemy, and
whoever runs the database can read what it will be asked.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

from attrs import frozen

FILE = Path(__file__).with_name("statements.sql")
NAME, PARAMETERS = "-- name: ", "-- parameters: "


@frozen
class Statement:
    """SQL text with `$1` parameters, and the names of what goes there."""

    sql: str
    parameters: tuple[str, ...]

    def arguments(self, values: Mapping[str, object]) -> Sequence[object]:
        """The values in the order of the text."""
        return [values[name] for name in self.parameters]

    def many(self, rows: Sequence[Mapping[str, object]]) -> Sequence[object]:
        """One array per parameter, in the order of the text."""
        return [[row[name] for row in rows] for name in self.parameters]


def written(statements: Mapping[str, Statement]) -> str:
    """Statements as text, one after the other, from which `read` makes them again."""
    return "\n".join(
        f"{NAME}{name}\n{PARAMETERS}{', '.join(statement.parameters)}\n{statement.sql}\n"
        for name, statement in statements.items()
    )


def read(text: str) -> dict[str, Statement]:
    """The statements in a text."""
    statements = {}
    for block in filter(None, text.split("\n\n")):
        name, parameters, sql = block.strip().split("\n", maxsplit=2)
        names = parameters.removeprefix(PARAMETERS.rstrip()).split(",")
        statements[name.removeprefix(NAME)] = Statement(sql, tuple(filter(None, map(str.strip, names))))
    return statements


STATEMENTS: Mapping[str, Statement] = read(FILE.read_text(encoding="utf-8"))
"""All of them, by name."""
