"""The statements of the questions in `reading`."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Executable, select

from adapters.postgres.sql.composing.parameters import many_of, same
from adapters.postgres.sql.key_queries import ALL_USERS, BY_KEY, KeyQuery
from adapters.postgres.sql.schema import metadata, readable, users


def composed_reads() -> Iterator[tuple[str, Executable]]:
    """Each with its name."""
    for question in BY_KEY:
        yield question.name, _matching(question)
    yield ALL_USERS.name, select(*users.columns).order_by(users.c.created_at, users.c.id)


def _matching(question: KeyQuery[Any]) -> Executable:
    table = metadata.tables[question.rows.table]
    asked = [table.c[name] for name in question.by]
    given = many_of(asked)
    found = select(*readable(table)).select_from(given).where(*same(asked, given))
    return found.order_by(table.c.created_at.desc(), table.c.id.desc()) if question.newest_first else found
