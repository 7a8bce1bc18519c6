"""The record is read, written and swept over indexes, whatever the planner knows about the tables."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from adapters.postgres.sql.change_queries import (
    ACCOUNTS_WITH_CHANGES,
    CHANGE_COUNTER,
    CHANGES_AFTER,
    CHANGES_OF_OBJECT,
    CHANGES_OF_OBJECTS,
    PROJECTS_BY_ID,
    TASKS_BY_ID,
)
from adapters.postgres.sql.statements import statement
from adapters.postgres.sql.writes import APPEND, recorded_id
from domain.ids import UserId
from domain.ports.change_set import ChangeKind
from tests.adapters.postgres.sql.plans import indexes, kinds, plan_for, plan_once

OWNER = UserId(UUID(int=7))
QUERIES = {
    CHANGE_COUNTER: {"change_counters_pkey"},
    CHANGES_AFTER: {"changes_pkey"},
    CHANGES_OF_OBJECT: {"changes_by_object"},
    CHANGES_OF_OBJECTS: {"changes_by_object"},
    TASKS_BY_ID: {"tasks_pkey"},
    PROJECTS_BY_ID: {"projects_pkey"},
    ACCOUNTS_WITH_CHANGES: {"change_counters_pkey"},
}
"""The index of each query."""
PAGES = [CHANGES_AFTER, CHANGES_OF_OBJECT, CHANGES_OF_OBJECTS, TASKS_BY_ID, PROJECTS_BY_ID]
WRITES = [
    *(
        recorded_id(table, kind, alone=alone)
        for table in ("tasks", "projects")
        for kind in (ChangeKind.ADD, ChangeKind.SAVE, ChangeKind.REMOVE)
        for alone in (False, True)
        if not alone or kind is ChangeKind.ADD
    ),
    APPEND,
]


@pytest.mark.parametrize(("query", "expected"), QUERIES.items(), ids=lambda value: getattr(value, "id", ""))
async def test_the_record_is_read_over_its_indexes(
    store_connection: asyncpg.Connection, empty: asyncpg.Connection, query: Any, expected: set[str]
) -> None:
    for connection in (store_connection, empty):
        nodes = await plan_once(connection, query.sql)

        assert "Seq Scan" not in kinds(nodes)
        assert indexes(nodes) == expected


@pytest.mark.parametrize("query", PAGES, ids=lambda query: query.id)
async def test_a_page_of_the_record_is_read_in_order(empty: asyncpg.Connection, query: Any) -> None:
    """Only the rows of all pages together are sorted, by the page to which they belong."""
    nodes = await plan_once(empty, query.sql)

    (limit,) = (node for node in nodes if node["Node Type"] == "Limit")
    assert not {"Sort", "Incremental Sort"} & {node["Node Type"] for node in limit["Plans"]}
    assert [node["Node Type"] for node in limit["Plans"]] in (["Index Scan"], ["Index Only Scan"])


@pytest.mark.parametrize("name", WRITES)
async def test_the_record_is_written_over_indexes(
    store_connection: asyncpg.Connection, empty: asyncpg.Connection, name: str
) -> None:
    for connection in (store_connection, empty):
        assert "Seq Scan" not in kinds(await plan_once(connection, statement(name).sql))


async def test_old_changes_are_found_in_the_index_of_times(
    store_connection: asyncpg.Connection, empty: asyncpg.Connection
) -> None:
    sweep = statement("changes_sweep")
    assert "Seq Scan" not in kinds(await plan_once(empty, sweep.sql))

    before = datetime.now(UTC) - timedelta(days=90)
    nodes = await plan_for(store_connection, sweep.sql, sweep.arguments({"before": before, "most": 1_000}))

    assert "Seq Scan" not in kinds(nodes)
    assert "changes_by_time" in indexes(nodes)
