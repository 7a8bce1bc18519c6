"""Composing the statements out of the tables with SQLAlchemy Core.

Only this writes SQL, for the questions in `reading` and `paging`, for `writing`
and for `sweeping`. What serves reads it from `statements.sql`, which `make
statements` makes; a test compares the two.
"""

from collections.abc import Iterator
from itertools import chain

from sqlalchemy import Executable

from adapters.postgres.sql.composing.compiling import compiled
from adapters.postgres.sql.composing.pages import composed_pages
from adapters.postgres.sql.composing.reads import composed_reads
from adapters.postgres.sql.composing.sweeps import composed_sweeps
from adapters.postgres.sql.composing.writes import composed_writes
from adapters.postgres.sql.statements import Statement

__all__ = ["composed"]


def composed() -> dict[str, Statement]:
    """Every statement, by name; raise `ValueError` if two have the same."""
    statements: dict[str, Statement] = {}
    for name, statement in _every():
        if name in statements:
            raise ValueError(f"two statements are called {name!r}")
        statements[name] = compiled(statement)
    return statements


def _every() -> Iterator[tuple[str, Executable]]:
    return chain(composed_reads(), composed_pages(), composed_writes(), composed_sweeps())
