"""Every list is read from an index, in order, whatever the filters: no scan of the table, no sort but of a page."""

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import product
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from adapters.postgres.sql.filters import FilterKind
from adapters.postgres.sql.key_queries import KEY_QUERIES
from adapters.postgres.sql.page_queries import COUNT_QUERIES, PAGE_QUERIES, PageQuery, page_query
from adapters.postgres.sql.statements import statement
from adapters.postgres.sql.tables import TABLES
from adapters.postgres.sql.writes import statement_for
from domain.ids import UserId
from domain.ports.change_set import ChangeKind
from domain.ports.stored import Entity
from domain.tasks.filter import TaskFilter
from domain.tasks.priority import Priority
from domain.tasks.query import KeysetPosition, Sort, SortKey, SortValue, TaskQuery
from domain.tasks.search import Search
from domain.tasks.status import Status
from tests.adapters.postgres.sql.plans import indexes, kinds, nodes_of, plan_for, plan_once

AT = datetime(2026, 1, 1, tzinfo=UTC)
OWNER = UserId(UUID(int=7))


def queries() -> Iterator[Any]:
    """Every order, from the beginning and from a place, without filters, with each one, and with all."""
    filters: dict[str, dict[str, Any]] = {
        "all": {},
        "a status": {"statuses": frozenset({Status.TODO})},
        "priorities": {"priorities": frozenset({Priority.HIGH, Priority.LOW})},
        "due before": {"due_before": AT},
        "due after": {"due_after": AT},
        "due before a day": {"due_before": AT.date()},
        "filters": {"statuses": frozenset({Status.TODO}), "priorities": frozenset({Priority.LOW}), "due_after": AT},
    }
    for key, descending, behind, chosen in product(SortKey, (True, False), (True, False), filters):
        values: dict[SortKey, SortValue] = {SortKey.PRIORITY: 2, SortKey.TITLE: "title 100", SortKey.POSITION: "00e2"}
        query = TaskQuery(
            sort=Sort(key, descending=descending),
            after=KeysetPosition(values.get(key, AT), UUID(int=1)) if behind else None,
            filter=TaskFilter(**filters[chosen]),
        )
        order, start = "falling" if descending else "rising", "from a place" if behind else "from the top"
        yield pytest.param(query, id=f"{chosen} by {key}, {order}, {start}")


IN_ORDER = [query for query in PAGE_QUERIES.values() if query.filter_kind is not FilterKind.SEARCHED]


@pytest.mark.parametrize("query", list(queries()))
async def test_a_page_is_read_in_order_from_an_index(store_connection: asyncpg.Connection, query: TaskQuery) -> None:
    page = page_query(query)

    nodes = await plan_for(store_connection, page.sql, page.arguments([(OWNER, query)]))

    assert "Seq Scan" not in kinds(nodes)
    assert not {"Sort", "Incremental Sort"} & kinds(nodes)


@pytest.mark.parametrize("query", IN_ORDER, ids=lambda query: query.id)
async def test_so_is_one_whose_plan_is_made_once(store_connection: asyncpg.Connection, query: PageQuery) -> None:
    nodes = await plan_once(store_connection, query.sql)

    assert "Seq Scan" not in kinds(nodes)
    assert not {"Sort", "Incremental Sort"} & kinds(nodes)


@pytest.mark.parametrize("query", IN_ORDER, ids=lambda query: query.id)
async def test_so_is_one_whose_plan_was_made_when_all_was_empty(empty: asyncpg.Connection, query: PageQuery) -> None:
    """Set per connection, since no request may wait for statistics to be gathered."""
    nodes = await plan_once(empty, query.sql)

    assert "Seq Scan" not in kinds(nodes)
    assert not {"Sort", "Incremental Sort"} & kinds(nodes)


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


async def test_tasks_are_counted_in_an_index_alone(filled: asyncpg.Connection) -> None:
    nodes = await plan_once(filled, COUNT_QUERIES[FilterKind.NONE].sql)

    assert "Index Only Scan" in kinds(nodes)


@pytest.mark.parametrize(
    "query", [*PAGE_QUERIES.values(), *COUNT_QUERIES.values(), *KEY_QUERIES], ids=lambda query: query.id
)
async def test_whatever_is_asked_is_found_by_index(empty: asyncpg.Connection, query: Any) -> None:
    nodes = await plan_once(empty, query.sql)

    assert "Seq Scan" not in kinds(nodes)


@pytest.mark.parametrize("name", ["sessions_sweep", "allowances_sweep", "receipts_sweep"])
async def test_what_has_had_its_time_is_found_by_index(empty: asyncpg.Connection, name: str) -> None:
    nodes = await plan_once(empty, statement(name).sql)

    assert "Seq Scan" not in kinds(nodes)


@pytest.mark.parametrize("kind", list(TABLES), ids=lambda kind: kind.__name__)
@pytest.mark.parametrize(
    "change_kind", [ChangeKind.SAVE, ChangeKind.REMOVE, ChangeKind.EXPECT], ids=lambda change_kind: change_kind.name
)
async def test_whatever_is_written_is_found_by_index(
    empty: asyncpg.Connection, kind: type[Entity], change_kind: ChangeKind
) -> None:
    nodes = await plan_once(empty, statement_for(change_kind, kind, alone=False).sql)

    assert "Seq Scan" not in kinds(nodes)
