"""The statements are those that follow from the tables, and so are the rows."""

from typing import Any

import pytest

from adapters.postgres.sql.composing import composed
from adapters.postgres.sql.rows import ALL, Rows
from adapters.postgres.sql.schema import metadata, readable
from adapters.postgres.sql.statements import FILE, read, statement, written


def test_what_is_sent_is_what_follows_from_the_tables() -> None:
    text = FILE.read_text(encoding="utf-8")

    assert written(composed()) == text, "run `make statements`"
    assert read(text) == composed()


def test_a_statement_that_is_missing_says_what_to_do() -> None:
    with pytest.raises(LookupError, match=r"no statement 'tasks by mood' in statements\.sql: run `make statements`"):
        statement("tasks by mood")


@pytest.mark.parametrize("rows", ALL.values(), ids=lambda rows: rows.table)
def test_rows_are_as_the_tables_are_declared(rows: Rows[Any]) -> None:
    table = metadata.tables[rows.table]
    names = [column.name for column in table.columns]
    keys = [column.name for column in table.primary_key]
    read = [column.name for column in readable(table)]

    assert list(rows.columns) == names
    assert keys == names[: len(keys)]
    assert read == names[: len(read)]
