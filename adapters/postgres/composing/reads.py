"""Reading by key."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Executable, select

from adapters.postgres.composing.parameters import equal, many, plain, readable
from adapters.postgres.reading import BY_KEY, EVERYBODY, Matching
from adapters.postgres.schema import metadata, users


def composed_reads() -> Mapping[str, Executable]:
    """The statements of the questions in `reading`."""
    everybody = select(*users.columns).order_by(users.c.created_at, users.c.id)
    return {**{question.name: _matching(question) for question in BY_KEY}, EVERYBODY.name: everybody}


def _matching(question: Matching[Any]) -> Executable:
    table = metadata.tables[question.rows.table]
    asked = [table.c[name] for name in question.by]
    given = many(**{column.name: plain(column.type) for column in asked})
    found = select(*readable(table)).select_from(given).where(*equal(asked, [given.c[name] for name in question.by]))
    return found.order_by(table.c.created_at.desc(), table.c.id.desc()) if question.newest_first else found
