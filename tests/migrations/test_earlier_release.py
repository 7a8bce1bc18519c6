"""The release before goes on working after the migration: its statements run on the schema of this one."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from attrs import evolve

from adapters.postgres import PostgresStore
from adapters.postgres.sql.statements import Statement, read
from adapters.postgres.sql.tables.record import CHANGES
from adapters.postgres.sql.tables.tasks import TASKS
from adapters.testing.builders import DAY, HOUR, MINUTE, NOON, a_project, a_task, a_user
from adapters.testing.units import add, commit, look_up
from domain.changes.provenance import Actor
from domain.changes.recorded_change import RecordedChange
from domain.ports.change_set import ChangeKind
from domain.ports.stored import key_of
from domain.statistics.summary import Grouping, SummaryRequest
from domain.tasks.filter import EVERYTHING, TaskFilter
from domain.tasks.query import Sort, SortKey, TaskQuery
from domain.tasks.search import Search
from domain.tasks.task import Task

EARLIER = read((Path(__file__).parent / "earlier_release" / "statements.sql").read_text(encoding="utf-8"))


@pytest.fixture
async def connection(database_url: str) -> AsyncIterator[asyncpg.Connection]:
    """A connection of the release before."""
    connection = await asyncpg.connect(database_url)
    yield connection
    await connection.close()


async def run(connection: asyncpg.Connection, name: str, row: dict[str, Any]) -> list[Any]:
    """Run a statement of the release before for one row."""
    statement = EARLIER[name]
    return list(await connection.fetch(statement.sql, *statement.arrays([row])))


def written(before: Task | None, after: Task | None) -> dict[str, Any]:
    """Return the parameters with which the release before writes a task."""
    change = RecordedChange.of(
        before, after, Actor((after or before or a_task()).owner).provenance(a_task().updated_at)
    )
    details = {f"change_{name}": value for name, value in zip(CHANGES.columns, CHANGES.row(change), strict=True)}
    task = after or before
    return {**(dict(zip(TASKS.columns, TASKS.row(task), strict=True)) if task else {}), **details, "position": 0}


@pytest.mark.parametrize("statement", EARLIER.values(), ids=EARLIER)
async def test_every_statement_can_be_prepared(connection: asyncpg.Connection, statement: Statement) -> None:
    await connection.prepare(statement.sql)


async def test_it_creates_edits_lists_and_deletes_tasks(
    connection: asyncpg.Connection, postgres_store: PostgresStore
) -> None:
    user = a_user()
    task = a_task(owner=user.id)
    await add(postgres_store.begin, user)
    owned = {"owner": user.id, "limit": 10, "offset": 0}
    edited = evolve(task, version=2, title="Water all plants")

    added = await run(connection, "tasks_add_alone_recorded", written(None, task))
    listed = await run(connection, "tasks_page_by_created_at_desc", owned)
    saved = await run(connection, "tasks_save_recorded", written(task, edited))
    read_by_this_one = await look_up(postgres_store.begin, key_of(task))
    removed = await run(connection, "tasks_remove_recorded", written(edited, None))

    assert [tuple(rows[0]) for rows in (added, saved, removed)] == [(user.id, task.id)] * 3
    assert (listed[0]["id"], read_by_this_one) == (task.id, edited)
    assert await look_up(postgres_store.begin, key_of(task)) is None


async def test_its_edits_keep_what_it_does_not_know(
    connection: asyncpg.Connection, postgres_store: PostgresStore
) -> None:
    user = a_user()
    project = a_project(owner=user.id)
    parent = a_task(owner=user.id, project_id=project.id)
    task = a_task(owner=user.id, project_id=project.id, parent_id=parent.id, labels=("garden",), position="80")
    await add(postgres_store.begin, user, project, parent, task)
    edited = evolve(task, version=2, title="Water all plants", updated_at=task.updated_at + MINUTE)

    await run(connection, "tasks_save_recorded", written(task, edited))

    assert await look_up(postgres_store.begin, key_of(task)) == edited


async def test_a_time_that_it_sets_counts_instead_of_the_day_that_it_does_not_know(
    connection: asyncpg.Connection, postgres_store: PostgresStore
) -> None:
    user = a_user()
    task = a_task(owner=user.id, due_on=(NOON + DAY).date())
    await add(postgres_store.begin, user, task)
    edited = evolve(task, version=2, due_at=NOON)
    request = SummaryRequest(filter=EVERYTHING, grouping=Grouping.DUE).query(NOON + HOUR)

    await run(connection, "tasks_save_recorded", written(task, edited))

    assert (edited.due_at, edited.due_on) == (NOON, None)
    async with postgres_store.begin() as work:
        page = await work.tasks.page(TaskQuery(sort=Sort(SortKey.DUE_AT), limit=1), owner=user.id)
        assert page.tasks == (edited,)
        assert await work.tasks.count(TaskFilter(due_before=NOON + HOUR), owner=user.id) == 1
        assert await work.tasks.count(TaskFilter(due_after=NOON), owner=user.id) == 0
        assert await work.tasks.summary(request, owner=user.id) == request.summary_of([edited])


async def test_its_tasks_are_found_by_this_one_and_can_be_organised(
    connection: asyncpg.Connection, postgres_store: PostgresStore
) -> None:
    user = a_user()
    parent, task = a_task(owner=user.id), a_task(owner=user.id, id=UUID(int=7))
    await add(postgres_store.begin, user, parent)

    await run(connection, "tasks_add_alone_recorded", written(None, task))
    await postgres_store.derive()
    await commit(postgres_store.begin, (ChangeKind.SAVE, evolve(task, version=2, parent_id=parent.id, labels=("a",))))

    async with postgres_store.begin() as work:
        found = TaskFilter(search=Search.parsed("plants"))
        assert await work.tasks.count(found, owner=user.id) == 2
        assert (await work.tasks.get(task.id, owner=user.id)).parent_id == parent.id
