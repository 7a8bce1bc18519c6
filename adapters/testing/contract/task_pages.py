"""Pages of tasks: for every query a store returns what `TaskQuery.page_of` returns."""

from datetime import datetime
from uuid import UUID, uuid4

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from adapters.testing.builders import NOON, a_project, a_task, a_user
from adapters.testing.contract.examples import a_fifth, examples
from adapters.testing.contract.fixtures import StoreFixtures
from adapters.testing.dates import MICROSECOND, near_moments
from adapters.testing.search_examples import FOUND
from adapters.testing.strategies import many_tasks, queries, summary_requests
from adapters.testing.units import add, commit
from domain.ids import TaskId, UserId
from domain.moment import EARLIEST, LATEST
from domain.ports import Begin
from domain.ports.change_set import ChangeKind
from domain.position import MAX_POSITION_LENGTH
from domain.statistics.summary import SummaryRequest
from domain.tasks.filter import TaskFilter
from domain.tasks.query import Sort, SortKey, TaskQuery
from domain.tasks.search import Search
from domain.tasks.task import Task
from domain.tasks.title_order import title_key

offsets = st.sampled_from([0, 0, 0, 1, 2, 7, 1_000_000_000])


async def owned(begin: Begin, tasks: list[Task]) -> list[Task]:
    """Put tasks into the store as those of a new user."""
    user = a_user()
    own = [evolve(task, owner=user.id) for task in tasks]
    await add(begin, user, a_user(), *own)
    return own


TITLES = (
    *(
        "z",
        "ä",
        "a",
        "A",
        "aa",
        "Ab",
        "ß",
        "ss",
        "\ue000",
        "😀",
        "\uffff",
        "\ud7ff",
        "B",
        "b",
        "!",
        "a\x01b",
        "a  b",
        "a b",
    ),
    *(
        "Task 10",
        "task 2",
        "Task 002",
        "Task 2",
        "1.10",
        "1.9",
        "ア",
        "あ",
        "漢",
        "ｱ",
        "Ωmega",
        "ωmega",
        "🇩🇪",
        "'",
        "\\",
        "%",
    ),
    *("\U0010ffff" * 200, "\U0010fffe" * 200, "9" * 200, "8" * 200, "㌖" * 200, "É" * 200),
)


def an_id(number: int) -> TaskId:
    """Return the id of a task with this number."""
    return TaskId(UUID(int=number))


class TaskPageContract(StoreFixtures):
    """Pages of tasks are those that `TaskQuery.page_of` defines."""

    @examples
    @given(tasks=many_tasks(), query=queries, offset=offsets)
    async def test_a_page_and_its_count_are_what_the_query_defines(
        self, begin: Begin, tasks: list[Task], query: TaskQuery, offset: int
    ) -> None:
        own = await owned(begin, tasks)
        owner = own[0].owner if own else UserId(uuid4())
        asked = evolve(query, offset=offset)

        async with begin() as work:
            assert await work.tasks.page(asked, owner=owner) == asked.page_of(own)
            assert await work.tasks.count(asked.filter, owner=owner) == sum(map(query.filter.matches, own))

    @examples
    @given(tasks=many_tasks(), request=summary_requests, now=near_moments)
    async def test_a_summary_is_what_the_query_defines(
        self, begin: Begin, tasks: list[Task], request: SummaryRequest, now: datetime
    ) -> None:
        own = await owned(begin, tasks)
        owner = own[0].owner if own else UserId(uuid4())
        project = a_project(owner=owner)
        if own:
            own[0] = evolve(own[0], project_id=project.id, version=own[0].version + 1)
            await commit(begin, (ChangeKind.ADD, project), (ChangeKind.SAVE, own[0]))
        asked = request.query(now)

        async with begin() as work:
            assert await work.tasks.summary(asked, owner=owner) == asked.summary_of(own)

    @examples
    @given(tasks=many_tasks(), query=queries)
    async def test_consecutive_pages_by_cursor_are_what_the_query_defines(
        self, begin: Begin, tasks: list[Task], query: TaskQuery
    ) -> None:
        own = await owned(begin, tasks)
        owner = own[0].owner if own else UserId(uuid4())

        asked: TaskQuery | None = query
        async with begin() as work:
            while asked is not None:
                page = await work.tasks.page(asked, owner=owner)
                assert page == asked.page_of(own)
                asked = evolve(asked, after=page.next) if page.next else None

    @pytest.mark.parametrize("descending", [True, False])
    @pytest.mark.parametrize("key", SortKey)
    @a_fifth
    @given(tasks=many_tasks(max_size=6), position=st.integers(0, 5), limit=st.integers(1, 7))
    async def test_a_page_starts_behind_the_position_of_any_task_even_of_a_removed_one(
        self, begin: Begin, tasks: list[Task], position: int, limit: int, *, key: SortKey, descending: bool
    ) -> None:
        own = await owned(begin, tasks or [a_task()])
        gone = own.pop(position % len(own))
        await commit(begin, (ChangeKind.REMOVE, gone))
        sort = Sort(key, descending=descending)
        asked = TaskQuery(sort=sort, limit=limit, after=sort.position(gone))

        async with begin() as work:
            assert await work.tasks.page(asked, owner=gone.owner) == asked.page_of(own)

    async def test_a_page_has_at_most_a_hundred_tasks(self, begin: Begin, owner: UserId) -> None:
        tasks = [a_task(owner=owner) for _ in range(101)]
        await add(begin, *tasks)
        asked = TaskQuery(limit=1_000)

        async with begin() as work:
            first = await work.tasks.page(asked, owner=owner)
            assert first.next is not None
            second = await work.tasks.page(evolve(asked, after=first.next), owner=owner)

        assert (len(first.tasks), len(second.tasks), second.next) == (100, 1, None)
        assert {task.id for task in first.tasks + second.tasks} == {task.id for task in tasks}

    @pytest.mark.parametrize("frequency", [249, 250, 251, 900])
    @pytest.mark.parametrize("raw", ['"a b"', '-"a b"', "a b", '"b cd"', "cd", "-cd", "cd-"])
    async def test_a_search_matches_among_frequent_words_what_the_query_defines(
        self, begin: Begin, owner: UserId, raw: str, frequency: int
    ) -> None:
        task = a_task(owner=owner, description="a " * frequency + "b cde")
        await add(begin, task)
        asked = TaskQuery(filter=TaskFilter(search=Search.parsed(raw)))

        async with begin() as work:
            assert await work.tasks.page(asked, owner=owner) == asked.page_of([task])

    @pytest.mark.parametrize("descending", [False, True])
    async def test_tasks_sorted_by_title_are_in_the_order_of_title_key_at_any_length(
        self, begin: Begin, owner: UserId, *, descending: bool
    ) -> None:
        tasks = [a_task(owner=owner, title=title) for title in TITLES]
        await add(begin, *tasks)
        sort = Sort(SortKey.TITLE, descending=descending)
        asked: TaskQuery | None = TaskQuery(sort=sort, limit=7)

        found: list[Task] = []
        async with begin() as work:
            while asked is not None:
                page = await work.tasks.page(asked, owner=owner)
                found += page.tasks
                asked = evolve(asked, after=page.next) if page.next else None

        assert found == sorted(tasks, key=lambda task: (title_key(task.title), task.id), reverse=descending)

    @pytest.mark.parametrize("descending", [False, True])
    async def test_tasks_in_the_manual_order_have_keys_of_moves_and_of_creations_of_any_length(
        self, begin: Begin, owner: UserId, *, descending: bool
    ) -> None:
        times = [EARLIEST, NOON - MICROSECOND, NOON, NOON + MICROSECOND, LATEST - MICROSECOND]
        created = [a_task(owner=owner, id=an_id(number), created_at=at) for number, at in enumerate(times, start=1)]
        keys = ["00", "80", "8000", "81", *(each.place for each in created), "ff" * (MAX_POSITION_LENGTH // 2)]
        moved = [
            a_task(owner=owner, position=key[:MAX_POSITION_LENGTH]) for key in (*keys, *(f"{key}00" for key in keys))
        ]
        tasks = [*created, *moved]
        await add(begin, *tasks)
        asked: TaskQuery | None = TaskQuery(sort=Sort(SortKey.POSITION, descending=descending), limit=7)

        found: list[Task] = []
        async with begin() as work:
            while asked is not None:
                page = await work.tasks.page(asked, owner=owner)
                found += page.tasks
                asked = evolve(asked, after=page.next) if page.next else None

        assert found == sorted(tasks, key=lambda task: (bytes.fromhex(task.place), task.id), reverse=descending)

    @pytest.mark.parametrize(("raw", "title"), FOUND)
    async def test_a_search_finds_what_the_domain_finds(
        self, begin: Begin, owner: UserId, raw: str, title: str
    ) -> None:
        texts = [other for _, other in FOUND[:: len(FOUND) // 9]]
        tasks = [a_task(owner=owner, title=other, description=f"({title})") for other in texts]
        tasks += [a_task(owner=owner, title=other) for other in (title, *texts)]
        await add(begin, *tasks)
        asked = TaskQuery(filter=TaskFilter(search=Search.parsed(raw)))

        async with begin() as work:
            page = await work.tasks.page(asked, owner=owner)

        assert page == asked.page_of(tasks)
        assert page.tasks

    async def test_ids_are_ordered_as_numbers(self, begin: Begin, owner: UserId) -> None:
        numbers = [0, 1, 2**63 - 1, 2**63, 2**64, 2**127, 2**128 - 1]
        tasks = [a_task(owner=owner, id=an_id(number), created_at=NOON) for number in numbers]
        await add(begin, *reversed(tasks))

        async with begin() as work:
            page = await work.tasks.page(TaskQuery(), owner=owner)

        assert [task.id.int for task in page.tasks] == numbers[::-1]
