"""Group commit is one-by-one commit, only faster."""

import asyncio
from collections.abc import AsyncIterator
from uuid import UUID

import asyncpg
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from adapters.memory import MemoryStore
from adapters.postgres import ConnectionSettings, PostgresStore
from domain.accounts.user import EmailTaken
from domain.errors import StoreUnavailable
from domain.ids import TaskId
from domain.ports import Begin
from domain.ports.change_set import ChangeKind, VersionConflict
from domain.ports.stored import Entity
from domain.tasks.task import Task, TaskNotFound
from tests.adapters.postgres.batching.units_of_work import (
    OWNERS,
    STRANGER,
    Unit,
    a_session,
    a_task,
    a_user,
    commit,
    commit_all,
)

SESSION, TASK = a_session(1, OWNERS[1]), a_task(1, OWNERS[0])
tasks = st.builds(
    a_task, st.integers(1, 5), st.sampled_from([*OWNERS[:2], OWNERS[0], STRANGER]), version=st.integers(1, 3)
)
sessions = st.builds(a_session, st.integers(1, 3), st.sampled_from(OWNERS[:2]), version=st.integers(1, 3))
changes = st.tuples(
    st.sampled_from([ChangeKind.ADD, ChangeKind.SAVE, ChangeKind.SAVE, ChangeKind.REMOVE, ChangeKind.EXPECT]),
    tasks | sessions,
)
units = st.lists(
    st.lists(changes, min_size=1, max_size=4, unique_by=lambda change: (type(change[1]), change[1].id)),
    min_size=1,
    max_size=12,
)


async def contents(begin: Begin) -> list[Entity]:
    found: list[Entity] = []
    async with begin() as work:
        for owner in OWNERS:
            found += await work.sessions.of(owner)
            for number in range(1, 6):
                try:
                    found.append(await work.tasks.get(TaskId(UUID(int=number)), owner=owner))
                except TaskNotFound:
                    continue
    return found


@pytest.fixture
async def one_line_store(database_url: str) -> AsyncIterator[PostgresStore]:
    async with PostgresStore(ConnectionSettings(url=database_url), commit_connections=1) as store:
        yield store


async def test_units_that_come_together_end_like_units_that_come_one_after_the_other(
    one_line_store: PostgresStore, database_url: str
) -> None:
    async def compare(batch: list[Unit]) -> None:
        memory = MemoryStore()
        await sweeper.execute("DELETE FROM users")
        for begin in (memory.begin, one_line_store.begin):
            async with begin() as work:
                for number in (1, 2, 3):
                    work.users.add(a_user(number))

        expected = [await commit(memory.begin, unit) for unit in batch]
        actual = await asyncio.gather(*(commit(one_line_store.begin, unit) for unit in batch))

        outcomes = list(zip(batch, expected, actual, strict=True))
        assert [agreed(unit, one) for unit, one, _ in outcomes] == [agreed(unit, other) for unit, _, other in outcomes]
        assert await contents(memory.begin) == await contents(one_line_store.begin)

    loop = asyncio.get_running_loop()
    sweeper = await asyncpg.connect(database_url)

    @given(units)
    @example(
        [
            [(ChangeKind.ADD, SESSION), (ChangeKind.ADD, TASK)],
            [(ChangeKind.REMOVE, SESSION)],
            [(ChangeKind.ADD, SESSION)],
        ]
    )
    def check(batch: list[Unit]) -> None:
        asyncio.run_coroutine_threadsafe(compare(batch), loop).result(30)

    try:
        await asyncio.to_thread(check)
    finally:
        await sweeper.close()


def agreed(unit: Unit, outcome: str) -> str:
    """What both stores must say: whether it was committed, and why not unless there may be several reasons."""
    return outcome.partition("(")[0] if len(unit) == 1 or outcome == "committed" else "lost"


async def test_two_units_of_one_batch_with_one_email_make_one_user(postgres_store: PostgresStore) -> None:
    async def add(number: int) -> bool:
        try:
            async with postgres_store.begin() as work:
                work.users.add(a_user(number, "same@example.com"))
        except EmailTaken:
            return False
        return True

    outcomes = await asyncio.gather(*map(add, range(1, 21)))

    assert sum(outcomes) == 1


async def test_a_loser_of_several_notes_leaves_nothing_and_hurts_nobody(postgres_store: PostgresStore) -> None:
    await commit_all(postgres_store.begin, add_user=a_user(1), add_task=a_task(1, OWNERS[0]))
    fine: list[Unit] = [[(ChangeKind.ADD, a_task(number, OWNERS[0]))] for number in range(10, 20)]
    loser: Unit = [(ChangeKind.ADD, a_task(2, OWNERS[0])), (ChangeKind.SAVE, a_task(1, OWNERS[0], version=7))]

    outcomes = await asyncio.gather(*(commit(postgres_store.begin, unit) for unit in [*fine[:5], loser, *fine[5:]]))

    assert outcomes[5].startswith("VersionConflict")
    assert outcomes[:5] + outcomes[6:] == ["committed"] * 10
    async with postgres_store.begin() as work:
        with pytest.raises(TaskNotFound):
            await work.tasks.get(TaskId(UUID(int=2)), owner=OWNERS[0])


async def test_a_caller_who_leaves_takes_the_unit_along_or_leaves_it_whole(postgres_store: PostgresStore) -> None:
    await commit_all(postgres_store.begin, add_user=a_user(1))
    pairs: list[Unit] = [
        [(ChangeKind.ADD, a_task(2 * n, OWNERS[0])), (ChangeKind.ADD, a_task(2 * n + 1, OWNERS[0]))] for n in range(100)
    ]
    commits = [asyncio.create_task(commit(postgres_store.begin, pair)) for pair in pairs]
    for leaver in commits[::3]:
        asyncio.get_running_loop().call_soon(leaver.cancel)
    outcomes = await asyncio.gather(*commits, return_exceptions=True)

    there = {task.id.int for task in await all_tasks(postgres_store)}
    for n, outcome in enumerate(outcomes):
        both = {2 * n, 2 * n + 1}
        assert both <= there if outcome == "committed" else both <= there or not both & there


async def test_when_the_connection_dies_all_waiting_units_fail_and_the_next_is_committed(
    postgres_store: PostgresStore, database_url: str
) -> None:
    await commit_all(postgres_store.begin, add_user=a_user(1))
    blocker = await asyncpg.connect(database_url)
    await blocker.execute("BEGIN; LOCK TABLE tasks IN EXCLUSIVE MODE")
    waiting = [
        asyncio.create_task(commit(postgres_store.begin, [(ChangeKind.ADD, a_task(n, OWNERS[0]))])) for n in range(10)
    ]
    async with asyncio.timeout(10):
        while not await blocker.fetchval("SELECT count(*) FROM pg_locks WHERE NOT granted"):  # noqa: ASYNC110 - the event is in the database
            await asyncio.sleep(0.01)
    await blocker.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = current_database() AND application_name = 'taskapi'"
    )
    await blocker.execute("ROLLBACK")
    await blocker.close()

    outcomes = await asyncio.gather(*waiting)

    assert any(outcome.startswith("StoreUnavailable") for outcome in outcomes)
    # A connection that was idle may be found dead only when it is used: once each.
    refused = 0
    while (outcome := await commit(postgres_store.begin, [(ChangeKind.ADD, a_task(50, OWNERS[0]))])) != "committed":
        assert outcome.startswith("StoreUnavailable")
        refused += 1
        assert refused <= postgres_store.commit_connections


async def test_a_database_that_is_not_there_is_said_to_be_unavailable() -> None:
    store = PostgresStore(ConnectionSettings(url="postgresql://nobody@127.0.0.1:1/nothing"))

    with pytest.raises(StoreUnavailable):
        async with store.begin() as work:
            await work.users.get(OWNERS[0])
    with pytest.raises(StoreUnavailable):
        async with store.begin() as work:
            work.users.add(a_user(1))
    assert await store.ready() is False


async def test_an_expectation_fails_when_the_version_is_gone(postgres_store: PostgresStore) -> None:
    await commit_all(postgres_store.begin, add_user=a_user(1))
    async with postgres_store.begin() as work:
        work.users.save(a_user(1).with_password("y"))

    work = postgres_store.begin()
    work.users.expect(a_user(1))
    work.sessions.add(a_session(1, OWNERS[0]))
    with pytest.raises(VersionConflict):
        await work.__aexit__(None, None, None)
    async with postgres_store.begin() as work:
        assert await work.sessions.of(OWNERS[0]) == ()


async def all_tasks(store: PostgresStore) -> list[Task]:
    found = []
    async with store.begin() as work:
        for number in range(200):
            try:
                found.append(await work.tasks.get(TaskId(UUID(int=number)), owner=OWNERS[0]))
            except TaskNotFound:
                continue
    return found
