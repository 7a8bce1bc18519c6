"""Columns that are derived from tasks are computed for rows that another release wrote."""

import asyncio

import asyncpg

from adapters.postgres import PostgresStore
from adapters.postgres.deriver import BATCH_SIZE
from adapters.testing.builders import a_task, a_user
from adapters.testing.units import change_task
from domain.ports.change_set import ChangeKind
from domain.tasks.filter import TaskFilter
from domain.tasks.labels import LabelCount
from domain.tasks.query import Sort, SortKey, TaskQuery
from domain.tasks.search import Search

FORGET = "UPDATE tasks SET terms = '', title_key = '', label_keys = '', derived_version = 0"


async def test_tasks_of_an_earlier_release_are_found_and_ordered_after_they_are_derived(
    postgres_store: PostgresStore, database_url: str
) -> None:
    owner = a_user()
    titles = [f"Task {number}" for number in range(BATCH_SIZE + 5)]
    async with postgres_store.begin() as work:
        work.users.add(owner)
        for title in titles:
            change_task(work, ChangeKind.ADD, a_task(owner=owner.id, title=title, labels=("Home",)))
    connection = await asyncpg.connect(database_url)
    await connection.execute(FORGET)
    found = TaskQuery(filter=TaskFilter(search=Search.parsed("tas 204")))
    by_title = TaskQuery(sort=Sort(SortKey.TITLE, descending=False), limit=12)

    async with postgres_store.begin() as work:
        before = await work.tasks.count(found.filter, owner=owner.id)
    changed = await asyncio.gather(postgres_store.derive(), postgres_store.derive())
    async with postgres_store.begin() as work:
        after = await work.tasks.count(found.filter, owner=owner.id)
        page = await work.tasks.page(by_title, owner=owner.id)
        labels = await work.tasks.labels(owner=owner.id, after="", limit=2)
    again = await postgres_store.derive()
    await connection.close()

    assert (before, after, sum(changed), again) == (0, 1, len(titles), 0)
    assert [task.title for task in page.tasks] == titles[:12]
    assert labels == [LabelCount("Home", len(titles))]
