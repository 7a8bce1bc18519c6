"""Composing the statements from the tables with SQLAlchemy Core.

Only this package writes SQL: for `key_queries`, `page_queries`, `writes` and the sweeper. Serving processes read the
result from `statements.sql`, which `make statements` generates; a test compares the two.
"""

from collections.abc import Iterator
from itertools import chain

from sqlalchemy import Executable

from adapters.postgres.sql.composing.background import composed_derivations, composed_sweeps
from adapters.postgres.sql.composing.changes import composed_changes
from adapters.postgres.sql.composing.compiling import compiled
from adapters.postgres.sql.composing.labels import composed_labels
from adapters.postgres.sql.composing.pages import composed_pages
from adapters.postgres.sql.composing.projects import composed_projects
from adapters.postgres.sql.composing.reads import composed_reads
from adapters.postgres.sql.composing.summaries import composed_summaries
from adapters.postgres.sql.composing.trees import composed_trees
from adapters.postgres.sql.composing.writes import composed_writes
from adapters.postgres.sql.statements import Statement

__all__ = ["composed"]


def composed() -> dict[str, Statement]:
    """Return every statement by its id; raise `ValueError` if two have the same id."""
    statements: dict[str, Statement] = {}
    for id_, statement in _all():
        if id_ in statements:
            raise ValueError(f"two statements have the id {id_!r}")
        statements[id_] = compiled(statement)
    return statements


def _all() -> Iterator[tuple[str, Executable]]:
    return chain(
        composed_reads(),
        composed_pages(),
        composed_summaries(),
        composed_trees(),
        composed_writes(),
        composed_changes(),
        composed_projects(),
        composed_labels(),
        composed_sweeps(),
        composed_derivations(),
    )
