"""Every statement, whatever it is for: none scans a table, and those that sort are named, with what bounds the sort.

The server plans a statement once for all arguments, with our settings, perhaps while its tables are still empty.
"""

import re
from collections.abc import Mapping

import asyncpg
import pytest

from adapters.postgres.sql.statements import FILE, Statement, read
from tests.adapters.postgres.sql.plans import kinds, nodes_of, plan_once

STATEMENTS: Mapping[str, Statement] = read(FILE.read_text(encoding="utf-8"))
ALL_USERS = "users_all"
"""For operators: it lists all users."""
SORTS = {"Sort", "Incremental Sort"}
SORTING = {
    ALL_USERS: "all users",
    r"(sessions|personal_access_tokens)_by_user_id_newest_first": "what one user can have of them",
    r"tasks_page_by_\w+_searched(_after)?": "the tasks of one user that match a search, which the index of terms finds",
    "labels_after": "the labels of the tasks of one user, of which each task has up to 20",
    r"tasks_summary_by_\w+": "the tasks of one user, and their groups",
    r"(\w+_recorded|changes_append)": "the rows of one commit, by owner",
}
"""Patterns of ids, and what is sorted."""


async def plan_of(connection: asyncpg.Connection, statement: Statement) -> set[str]:
    """Return the kinds of the nodes of the plan."""
    if statement.parameters:
        return kinds(await plan_once(connection, statement.sql))
    return kinds(list(nodes_of(await connection.fetchval(f"EXPLAIN (FORMAT JSON) {statement.sql}"))))


@pytest.mark.parametrize("name", STATEMENTS)
async def test_no_statement_scans_a_table(
    store_connection: asyncpg.Connection, empty: asyncpg.Connection, name: str
) -> None:
    for connection in (store_connection, empty):
        plan = await plan_of(connection, STATEMENTS[name])

        assert ("Seq Scan" in plan) is (name == ALL_USERS)
        assert not plan & SORTS or any(re.fullmatch(pattern, name) for pattern in SORTING)


async def test_every_statement_that_is_named_because_it_sorts_does(empty: asyncpg.Connection) -> None:
    for pattern in SORTING:
        named = [name for name in STATEMENTS if re.fullmatch(pattern, name)]

        assert named
        assert [name for name in named if not await plan_of(empty, STATEMENTS[name]) & SORTS] == []
