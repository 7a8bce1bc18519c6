"""The statements of `key_queries`."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Executable, select

from adapters.postgres.sql.change_queries import CHANGE_COUNTER
from adapters.postgres.sql.composing.parameters import many_of, same
from adapters.postgres.sql.key_queries import ALL_USERS, KEY_QUERIES, KeyQuery
from adapters.postgres.sql.schema import metadata, readable, users


def composed_reads() -> Iterator[tuple[str, Executable]]:
    """Each statement with its id."""
    for query in (*KEY_QUERIES, CHANGE_COUNTER):
        yield query.id, _matching(query)
    yield ALL_USERS.id, select(*users.columns).order_by(users.c.created_at, users.c.id)


def _matching(query: KeyQuery[Any]) -> Executable:
    table = metadata.tables[query.table.name]
    asked = [table.c[name] for name in query.by]
    given = many_of(asked)
    found = select(*readable(table)).select_from(given).where(*same(asked, given))
    return found.order_by(table.c.created_at.desc(), table.c.id.desc()) if query.newest_first else found
