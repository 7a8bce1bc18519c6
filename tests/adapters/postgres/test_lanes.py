"""Which questions have connections of their own: those whose cost grows with what the user has stored."""

from datetime import UTC, datetime
from typing import Any, cast
from uuid import uuid4

import pytest
from attrs import define, field

from adapters.postgres.batching.coalesced_reads import CoalescedReads
from adapters.postgres.repositories.tasks import PostgresTasks
from adapters.postgres.sql.page_queries import MAX_BOUNDED_OFFSET
from domain.ids import UserId
from domain.ports.change_set import ChangeSet
from domain.tasks.filter import EVERYTHING, TaskFilter
from domain.tasks.priority import Priority
from domain.tasks.query import Page, Sort, SortKey, TaskQuery
from domain.tasks.search import Search
from domain.tasks.status import Status

NOW = datetime(2026, 1, 2, tzinfo=UTC)
BOUNDED = [
    TaskQuery(),
    TaskQuery(limit=100, offset=MAX_BOUNDED_OFFSET),
    *(TaskQuery(sort=Sort(key)) for key in SortKey),
]
GROWING = [
    TaskQuery(offset=MAX_BOUNDED_OFFSET + 1),
    TaskQuery(filter=TaskFilter(search=Search.parsed("soil"))),
    TaskQuery(filter=TaskFilter(statuses=frozenset({Status.DONE}))),
    TaskQuery(filter=TaskFilter(priorities=frozenset({Priority.HIGH}))),
    TaskQuery(filter=TaskFilter(due_before=NOW)),
    TaskQuery(filter=TaskFilter(due_after=NOW)),
]


@define(eq=False)
class Recorder:
    """Counts what it is asked."""

    answer: Any
    asked: int = field(default=0, init=False)

    async def ask(self, _query: object, _key: object) -> Any:
        self.asked += 1
        return self.answer


def tasks_on(reads: Recorder, searches: Recorder) -> PostgresTasks:
    return PostgresTasks(ChangeSet(), cast("CoalescedReads", reads), cast("CoalescedReads", searches))


@pytest.mark.parametrize(
    ("query", "bounded"), [*((each, True) for each in BOUNDED), *((each, False) for each in GROWING)]
)
async def test_only_pages_of_bounded_cost_are_read_with_single_tasks(query: TaskQuery, bounded: bool) -> None:  # noqa: FBT001 - expected
    reads, searches = Recorder(Page((), None)), Recorder(Page((), None))
    await tasks_on(reads, searches).page(query, owner=UserId(uuid4()))

    assert (reads.asked, searches.asked) == ((1, 0) if bounded else (0, 1))


async def test_counts_are_not() -> None:
    reads, searches = Recorder(0), Recorder(0)
    await tasks_on(reads, searches).count(EVERYTHING, owner=UserId(uuid4()))

    assert (reads.asked, searches.asked) == (0, 1)
