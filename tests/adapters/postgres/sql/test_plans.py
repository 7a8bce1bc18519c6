"""Every list is read from an index, in order, whatever the filters: no scan of the table, no sort but of a page."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from attrs import fields

from adapters.postgres.sql.filters import FilterKind
from adapters.postgres.sql.label_queries import LABELS, TASKS_WITH_LABEL
from adapters.postgres.sql.page_queries import COUNT_QUERIES, PAGE_QUERIES, PageQuery, count_query, page_query
from adapters.postgres.sql.summary_queries import SUMMARY_STATEMENTS
from domain.ids import ProjectId, UserId
from domain.tasks.filter import DueFilter, TaskFilter
from domain.tasks.priority import Priority
from domain.tasks.query import Sort, SortKey, TaskQuery
from domain.tasks.search import Search
from domain.tasks.status import Status
from tests.adapters.postgres.sql.plans import indexes, kinds, nodes_of, plan_for, plan_once

AT = datetime(2026, 1, 1, tzinfo=UTC)
OWNER = UserId(UUID(int=7))
TASKS_OF_OWNER = 250


FILTERS: Mapping[str, Any] = {
    "statuses": frozenset({Status.TODO}),
    "priorities": frozenset({Priority.HIGH, Priority.LOW}),
    "projects": frozenset({None, ProjectId(UUID(int=1))}),
    "labels": frozenset({"garden", None}),
    "parents": frozenset({None, UUID(int=7)}),
    "due_before": AT,
    "due_after": AT.date(),
    "due": DueFilter.NONE,
    "updated_after": AT,
    "completed_after": AT,
}
"""A value of each condition but words: tasks that match are few or many, and some conditions nothing matches."""
IN_ORDER = [query for query in PAGE_QUERIES.values() if query.filter_kind is not FilterKind.SEARCHED]
INDEXES = {SortKey.TITLE: "tasks_by_title_key", SortKey.DUE_AT: "tasks_by_due"}
"""Of orders with other names."""


def index_of(sort: Sort) -> str:
    """Return the index that has an order."""
    name = INDEXES.get(sort.key, f"tasks_by_{sort.key}")
    return f"{name}_desc" if sort.key is SortKey.DUE_AT and sort.descending else name


@pytest.mark.parametrize("query", IN_ORDER, ids=lambda query: query.id)
async def test_a_page_is_read_in_order_from_an_index(
    store_connection: asyncpg.Connection, empty: asyncpg.Connection, query: PageQuery
) -> None:
    """Even if the plan was made when the tables were empty, since no request may wait for statistics."""
    for connection in (store_connection, empty):
        nodes = await plan_once(connection, query.sql)

        assert indexes(nodes) == {index_of(query.sort)}
        assert not {"Sort", "Incremental Sort"} & kinds(nodes)


def test_there_is_a_value_of_every_condition() -> None:
    assert [*FILTERS, "search"] == [each.name for each in fields(TaskFilter)]


@pytest.mark.parametrize("descending", [True, False])
@pytest.mark.parametrize("key", SortKey)
@pytest.mark.parametrize("name", FILTERS)
async def test_a_page_of_any_filter_reads_its_order_and_at_most_the_tasks_of_the_owner(
    store_connection: asyncpg.Connection, name: str, key: SortKey, *, descending: bool
) -> None:
    """All filters but words share one statement and its plan: what does not match is skipped.

    So no combination of filters needs a sort; one that few tasks match costs as much as reading all of the owner's.
    """
    query = TaskQuery(filter=TaskFilter(**{name: FILTERS[name]}), sort=Sort(key, descending=descending))
    page = page_query(query)

    scan = await scanned(store_connection, page.sql, page.arguments([(OWNER, query)]))

    assert scan["Index Name"] == index_of(query.sort)
    assert scan["Actual Rows"] + scan.get("Rows Removed by Filter", 0) <= TASKS_OF_OWNER


@pytest.mark.parametrize("name", FILTERS)
async def test_a_count_of_any_filter_reads_at_most_the_tasks_of_the_owner(
    store_connection: asyncpg.Connection, name: str
) -> None:
    task_filter = TaskFilter(**{name: FILTERS[name]})
    count = count_query(task_filter)

    scan = await scanned(store_connection, count.sql, count.arguments([(OWNER, task_filter)]))

    assert scan["Actual Rows"] + scan.get("Rows Removed by Filter", 0) == TASKS_OF_OWNER


async def scanned(connection: asyncpg.Connection, sql: str, arguments: Any) -> dict[str, Any]:
    """Run a statement, and return what it read from an index of tasks."""
    text = await connection.fetchval(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}", *arguments)
    (scan,) = (node for node in nodes_of(text) if "Index Name" in node)
    return scan


SEARCHES = [
    COUNT_QUERIES[FilterKind.SEARCHED],
    *(query for query in PAGE_QUERIES.values() if query.filter_kind is FilterKind.SEARCHED),
]


@pytest.mark.parametrize("raw", ["17", "title", '"title 99"', "水", "€", "-title"])
async def test_a_search_finds_its_matches_in_the_index_of_terms(filled: asyncpg.Connection, raw: str) -> None:
    query = TaskQuery(filter=TaskFilter(search=Search.parsed(raw)))
    page = page_query(query)

    nodes = await plan_for(filled, page.sql, page.arguments([(OWNER, query)]))

    assert indexes(nodes) == {"tasks_by_terms"}


@pytest.mark.parametrize("query", SEARCHES, ids=lambda query: query.id)
async def test_so_does_one_whose_plan_was_made_when_all_was_empty(empty: asyncpg.Connection, query: Any) -> None:
    assert indexes(await plan_once(empty, query.sql)) == {"tasks_by_terms"}


async def test_the_cost_of_a_prefix_does_not_depend_on_other_users(filled: asyncpg.Connection) -> None:
    """Each of the 200 users has 250 tasks with a term that begins like this."""
    query = TaskQuery(filter=TaskFilter(search=Search.parsed("ti")))
    page = page_query(query)

    text = await filled.fetchval(f"EXPLAIN (ANALYZE, FORMAT JSON) {page.sql}", *page.arguments([(OWNER, query)]))
    (scan,) = (node for node in nodes_of(text) if node["Node Type"] == "Bitmap Index Scan")

    assert scan["Actual Rows"] == 250


@pytest.mark.parametrize("query", [LABELS, TASKS_WITH_LABEL], ids=lambda query: query.id)
async def test_labels_are_found_among_the_tasks_that_have_some(empty: asyncpg.Connection, query: Any) -> None:
    """The cost depends on how many tasks of the owner have labels: they are counted anew each time."""
    assert indexes(await plan_once(empty, query.sql)) == {"tasks_with_labels"}


async def test_a_label_is_looked_for_in_the_order_of_ids(empty: asyncpg.Connection) -> None:
    nodes = await plan_once(empty, TASKS_WITH_LABEL.sql)

    assert not {"Sort", "Incremental Sort"} & kinds(nodes)


async def test_tasks_are_counted_in_an_index_alone(filled: asyncpg.Connection) -> None:
    nodes = await plan_once(filled, COUNT_QUERIES[FilterKind.NONE].sql)

    assert "Index Only Scan" in kinds(nodes)


@pytest.mark.parametrize("query", SUMMARY_STATEMENTS.values(), ids=lambda query: query.id)
async def test_a_summary_reads_the_rows_of_its_owner(empty: asyncpg.Connection, query: Any) -> None:
    """It cannot be read in order: its cost grows with the tasks of one user, or with the matches of a search."""
    nodes = await plan_once(empty, query.sql)

    assert "Seq Scan" not in kinds(nodes)
    assert len(indexes(nodes)) == 1
