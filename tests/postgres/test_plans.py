"""Every list is read from an index, in order, whatever the filters: no scan of the table, no sort but of a page."""

import json
import re
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from itertools import product
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from adapters.postgres import ConnectionSettings
from adapters.postgres.paging import pages
from adapters.postgres.reading import ALLOWANCE, RECEIPT, SESSION, SESSIONS_OF_USER, TASK, USER, USER_WITH_EMAIL
from adapters.postgres.writing import WRITING
from domain.ids import UserId
from domain.priority import Priority
from domain.query import Place, Sort, SortKey, SortValue, TaskQuery
from domain.search import Search
from domain.status import Status
from domain.work import Entity, Intent
from tests.postgres_fixtures import execute, with_database

AT = datetime(2026, 1, 1, tzinfo=UTC)
OWNER = UserId(UUID(int=7))
CUSTOM, GENERIC = "force_custom_plan", "force_generic_plan"

FILL = """
INSERT INTO users SELECT lpad(to_hex(n), 32, '0')::uuid, 'u' || n || '@example.com', 'x', now(), NULL, 1
FROM generate_series(1, 200) AS n;
INSERT INTO tasks
SELECT lpad(to_hex(u), 32, '0')::uuid, gen_random_uuid(), 'title ' || t, NULL,
       (ARRAY['todo', 'in_progress', 'cancelled'])[t % 3 + 1], t % 4,
       CASE WHEN t % 2 = 0 THEN now() + t * interval '1 hour' END, NULL,
       now() - t * interval '1 minute', now() - t * interval '1 second', 1,
       ('''@' || lpad(to_hex(u), 32, '0') || ''' ''title'':1 ''' || t || ''':2')::tsvector
FROM generate_series(1, 200) AS u, generate_series(1, 250) AS t;
ANALYZE;
"""


@pytest.fixture(scope="module")
async def filled(postgres_url: str, template: str) -> AsyncIterator[asyncpg.Connection]:
    """A connection to a database with 50,000 tasks."""
    database = f"{template}_plans"
    execute(postgres_url, f"CREATE DATABASE {database} TEMPLATE {template}")
    connection = await asyncpg.connect(with_database(postgres_url, database))
    await connection.execute(FILL)
    yield connection
    await connection.close()
    execute(postgres_url, f"DROP DATABASE {database} WITH (FORCE)")


@pytest.fixture(scope="module")
async def empty(postgres_url: str, template: str) -> AsyncIterator[asyncpg.Connection]:
    """A connection as the store makes it, to a database in which nothing has been yet."""
    database = f"{template}_empty"
    execute(postgres_url, f"CREATE DATABASE {database} TEMPLATE {template}")
    connection = await ConnectionSettings(url=with_database(postgres_url, database)).connect()
    yield connection
    await connection.close()
    execute(postgres_url, f"DROP DATABASE {database} WITH (FORCE)")


def queries() -> Iterator[Any]:
    """Every order, from the beginning and from a place, without filters, with each one, and with all."""
    filters: dict[str, dict[str, Any]] = {
        "all": {},
        "a status": {"statuses": frozenset({Status.TODO})},
        "priorities": {"priorities": frozenset({Priority.HIGH, Priority.LOW})},
        "due before": {"due_before": AT},
        "due after": {"due_after": AT},
        "filters": {"statuses": frozenset({Status.TODO}), "priorities": frozenset({Priority.LOW}), "due_after": AT},
    }
    for key, descending, behind, chosen in product(SortKey, (True, False), (True, False), filters):
        values: dict[SortKey, SortValue] = {SortKey.PRIORITY: 2, SortKey.TITLE: "title 100"}
        query = TaskQuery(
            sort=Sort(key, descending=descending),
            after=Place(values.get(key, AT), UUID(int=1)) if behind else None,
            **filters[chosen],
        )
        order, start = "falling" if descending else "rising", "from a place" if behind else "from the top"
        yield pytest.param(query, id=f"{chosen} by {key}, {order}, {start}")


@pytest.mark.parametrize("query", list(queries()))
@pytest.mark.parametrize("mode", [CUSTOM, GENERIC])
async def test_a_page_is_read_in_order_from_an_index(filled: asyncpg.Connection, query: TaskQuery, mode: str) -> None:
    question = pages(query)

    nodes = await plan(filled, question.sql, question.arguments([(OWNER, query)]), mode)

    assert "Seq Scan" not in kinds(nodes)
    assert not {"Sort", "Incremental Sort"} & kinds(nodes)


@pytest.mark.parametrize("query", list(queries()))
async def test_a_plan_that_was_made_when_all_was_empty_is_one_for_many(
    empty: asyncpg.Connection, query: TaskQuery
) -> None:
    """A connection keeps it: nobody may wait for statistics to be gathered."""
    question = pages(query)

    nodes = await plan(empty, question.sql, question.arguments([(OWNER, query)]), GENERIC)

    assert "Seq Scan" not in kinds(nodes)
    assert not {"Sort", "Incremental Sort"} & kinds(nodes)


@pytest.mark.parametrize("mode", [CUSTOM, GENERIC])
async def test_a_search_finds_its_matches_in_an_index(filled: asyncpg.Connection, mode: str) -> None:
    query = TaskQuery(search=Search.parsed('17* "title 99"'))
    question = pages(query)

    nodes = await plan(filled, question.sql, question.arguments([(OWNER, query)]), mode)

    assert "Seq Scan" not in kinds(nodes)


@pytest.mark.parametrize(
    ("question", "key"),
    [
        (TASK, (OWNER, UUID(int=1))),
        (USER, (OWNER,)),
        (USER_WITH_EMAIL, ("u7@example.com",)),
        (SESSION, (OWNER, UUID(int=1))),
        (SESSIONS_OF_USER, (OWNER,)),
        (RECEIPT, (OWNER, "POST /tasks", "k")),
        (ALLOWANCE, ("guess",)),
    ],
    ids=["task", "user", "email", "session", "sessions", "receipt", "allowance"],
)
async def test_whatever_is_asked_by_key_is_found_by_index(
    empty: asyncpg.Connection, question: Any, key: tuple[object, ...]
) -> None:
    nodes = await plan(empty, question.sql, question.arguments([key]), GENERIC)

    assert "Seq Scan" not in kinds(nodes)


@pytest.mark.parametrize("kind", list(WRITING), ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("intent", [Intent.SAVE, Intent.REMOVE, Intent.EXPECT], ids=lambda intent: intent.name)
async def test_whatever_is_written_is_found_by_index(
    empty: asyncpg.Connection, kind: type[Entity], intent: Intent
) -> None:
    sql = WRITING[kind].statement(intent, alone=False).sql
    parameters = set(re.findall(r"\$\d+", sql))

    nodes = await plan(empty, sql, parameters, GENERIC)

    assert parameters
    assert "Seq Scan" not in kinds(nodes)


async def plan(connection: asyncpg.Connection, sql: str, arguments: Any, mode: str) -> list[dict[str, Any]]:
    """Every node of the plan that the server makes for these arguments, or (generic) once for all arguments."""
    async with connection.transaction():
        if mode == CUSTOM:
            text = await connection.fetchval(f"EXPLAIN (FORMAT JSON) {sql}", *arguments)
        else:
            await connection.execute(f"SET LOCAL plan_cache_mode = {mode}; PREPARE asked AS {sql}")
            nothing = ", ".join(["NULL"] * len(arguments))
            text = await connection.fetchval(f"EXPLAIN (FORMAT JSON) EXECUTE asked ({nothing})")
            await connection.execute("DEALLOCATE asked")
    return list(nodes_of(json.loads(text)[0]["Plan"]))


def nodes_of(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for child in node.get("Plans", ()):
        yield from nodes_of(child)


def kinds(nodes: list[dict[str, Any]]) -> set[str]:
    return {node["Node Type"] for node in nodes}
