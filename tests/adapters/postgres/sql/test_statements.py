"""The committed statements are those that follow from the tables."""

import pytest

from adapters.postgres.sql.composing import composed
from adapters.postgres.sql.statements import FILE, read, statement, written


def test_the_committed_statements_follow_from_the_tables() -> None:
    text = FILE.read_text(encoding="utf-8")

    assert written(composed()) == text, "run `make statements`"
    assert read(text) == composed()


def test_a_missing_statement_says_what_to_do() -> None:
    with pytest.raises(LookupError, match=r"no statement 'tasks_by_mood' in statements\.sql: run `make statements`"):
        statement("tasks_by_mood")


def test_ids_can_be_searched_for() -> None:
    assert [id_ for id_ in composed() if not id_.isidentifier() or not id_.islower()] == []
