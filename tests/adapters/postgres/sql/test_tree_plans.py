"""Parents and subtasks are found one by one, in an index, however many tasks their owner has."""

from typing import Any

import asyncpg
import pytest

from adapters.postgres.sql.tree_queries import TASK_PROGRESS, TASKS_ABOVE, TASKS_BELOW
from tests.adapters.postgres.sql.plans import indexes, plan_once

QUERIES: list[tuple[Any, set[str]]] = [
    (TASKS_ABOVE, {"tasks_pkey", "tasks_by_id"}),
    (TASKS_BELOW, {"tasks_by_parent"}),
    (TASK_PROGRESS, {"tasks_by_parent"}),
]


@pytest.mark.parametrize(("query", "expected"), QUERIES, ids=lambda value: getattr(value, "id", ""))
async def test_trees_are_climbed_by_index(store_connection: asyncpg.Connection, query: Any, expected: set[str]) -> None:
    assert indexes(await plan_once(store_connection, query.sql)) <= expected
