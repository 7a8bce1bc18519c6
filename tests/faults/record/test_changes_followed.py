"""Every reader gets each change once and in order: by delta, by long poll, and by streams that are cut off (R30)."""

import asyncio
import os
from random import Random

import pytest

from tests.faults.record.audit import COMMIT_DELAYS, contradictions, run_sql
from tests.faults.record.change_readers import (
    DeltaReader,
    EventReader,
    all_caught_up,
    following,
    latest_number,
)
from tests.faults.record.change_writers import MOST_UNDONE, Account, ChangeWriter
from tests.faults.record.replica import Json, Replica, all_tasks, whole_record
from tests.faults.support.figures import Figures
from tests.faults.support.lengths import long, short
from tests.faults.support.people import Crowd, Person
from tests.faults.support.service import Serve

WRITERS, UNDOING = 16, 2
"""Of the account that all readers follow; those who undo changes have to be quicker than all others."""
OTHERS = 3
"""Accounts beside the one that all readers follow, with two writers and one reader of each kind each."""
CHANGES = int(os.environ.get("TEST_CHANGES", "25000"))
"""Of all accounts together in the long test."""
SECONDS = 400 + CHANGES // 50


@pytest.mark.parametrize("changes", [short(600), long(CHANGES, seconds=SECONDS)])
async def test_every_reader_gets_each_change_once_and_in_order_while_sixteen_clients_write(
    start_service: Serve, crowd: Crowd, figures: Figures, changes: int
) -> None:
    now = asyncio.get_running_loop().time
    service = await start_service()
    await run_sql(service.database_url, COMMIT_DELAYS)
    people = [await crowd.sign_up(service.port) for _ in range(1 + OTHERS)]
    accounts = [Account() for _ in people]
    writers = [
        ChangeWriter(people[0].again(), accounts[0], Random(n), undoes=n < UNDOING)  # noqa: S311
        for n in range(WRITERS)
    ]
    for person, account in zip(people[1:], accounts[1:], strict=True):
        writers += [ChangeWriter(person.again(), account, Random(n)) for n in range(2)]  # noqa: S311
    readers = [readers_of(person, sets=2 if person is people[0] else 1) for person in people]
    everyone = [reader for own in readers for reader in own]
    await service.share([writer.person.connection for writer in writers])
    await service.share([reader.person.connection for reader in everyone if isinstance(reader, DeltaReader)])

    began = now()
    async with following(everyone):
        await asyncio.gather(*(write(writer, accounts, changes) for writer in writers))
        took = now() - began
        latest = [await latest_number(person) for person in people]
        behind = [await all_caught_up(*pair) for pair in zip(readers, latest, strict=True)]

    streams = sum(reader.reads for reader in everyone if isinstance(reader, EventReader))
    figures(
        "R30",
        f"{sum(latest):,} changes by {len(writers)} clients on {len(people)} accounts ({latest[0]:,} on one) in "
        f"{took:.0f} s, two workers: each of {len(everyone)} readers got each number once and in order, over "
        f"{streams:,} cut streams and {sum(reader.reads for reader in everyone) - streams:,} requests; "
        f"the last one {max(behind):.1f} s after the last change",
    )
    for person, account, own, last in zip(people, accounts, readers, latest, strict=True):
        record, tasks = await whole_record(person), await all_tasks(person)
        assert account.acknowledged <= last == len(record) <= account.acknowledged + MOST_UNDONE * account.unknown
        assert account.missing_in(record) == []
        assert [reader.replica.number for reader in own] == [last] * len(own)
        assert folded(record).tasks == tasks
        assert all(reader.replica.tasks == tasks for reader in own)
        assert set(account.statuses) <= {200, 201, 204, 404, 409, 412}
    assert await contradictions(service.database_url) == {}


@pytest.mark.parametrize("times", [short(3), long(20)])
async def test_a_client_that_waits_gets_a_change_which_another_client_of_the_same_worker_has_already(
    start_service: Serve, crowd: Crowd, figures: Figures, times: int
) -> None:
    now = asyncio.get_running_loop().time
    service = await start_service()
    person = await crowd.sign_up(service.port)
    waiting, writing, ahead = (person.again() for _ in range(3))
    # The first and the third on one worker, the second on the other.
    await service.share([person.connection for person in (waiting, writing, ahead)])
    delays = []
    for number in range(times):
        asked = asyncio.create_task(waiting.ask("GET", f"/api/v1/changes?since={number}&wait=4"))
        await asyncio.sleep(0.3)  # a request that comes later gets the change at once, which is another case
        await writing.ask("POST", "/api/v1/tasks", {"title": "new"})
        written = now()
        also_asked = asyncio.create_task(ahead.ask("GET", f"/api/v1/changes?since={number + 1}&wait=1"))
        answer = await asked
        delays.append(answer.at - written)
        await also_asked
        assert [change["number"] for change in answer.json["changes"]] == [number + 1]

    figures("R30 waiting", f"{times} changes by the other worker: seen after at most {max(delays):.2f} s")
    assert max(delays) <= 1


def readers_of(person: Person, *, sets: int) -> list[DeltaReader | EventReader]:
    """Return readers of each kind."""
    readers: list[DeltaReader | EventReader] = []
    for number in range(sets):
        readers += [
            DeltaReader(person.again(), Random(number)),  # noqa: S311
            DeltaReader(person.again(patience=60), Random(number), wait=30),  # noqa: S311
            EventReader(person.again(), Random(number)),  # noqa: S311
            EventReader(person.again(), Random(number), lifetime=0.2),  # noqa: S311
        ]
    return readers


def folded(record: list[Json]) -> Replica:
    """Return the tasks that a record makes."""
    replica = Replica()
    for change in record:
        replica.apply(change)
    return replica


async def write(writer: ChangeWriter, accounts: list[Account], changes: int) -> None:
    """Write until all accounts together have so many changes."""
    while sum(account.acknowledged for account in accounts) < changes:
        await writer.write()
