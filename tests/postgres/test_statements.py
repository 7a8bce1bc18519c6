"""The statements are those that follow from the tables."""

from typing import Any

import pytest

from adapters.postgres.composing import composed
from adapters.postgres.rows import ALL, Rows
from adapters.postgres.schema import metadata
from adapters.postgres.statements import FILE, STATEMENTS, written


def test_what_is_sent_is_what_follows_from_the_tables() -> None:
    assert written(composed()) == FILE.read_text(encoding="utf-8"), "run `make statements`"
    assert composed() == STATEMENTS


@pytest.mark.parametrize("rows", ALL.values(), ids=lambda rows: rows.table)
def test_rows_are_read_and_written_as_the_tables_are_declared(rows: Rows[Any]) -> None:
    table = metadata.tables[rows.table]
    assert rows.columns == tuple(table.columns.keys())
    assert rows.key == tuple(table.primary_key.columns.keys())
