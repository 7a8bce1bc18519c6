"""`kill -9` of the service or of PostgreSQL parts no change from its record, and no reader misses one (R31)."""

from collections.abc import Awaitable, Callable
from random import Random
from signal import SIGKILL

import pytest

from tests.faults.record.audit import contradictions
from tests.faults.record.change_readers import DeltaReader, EventReader, all_caught_up, following, latest_number
from tests.faults.record.change_writers import MOST_UNDONE, Account, ChangeWriter
from tests.faults.record.replica import Replica, all_tasks, whole_record
from tests.faults.support.figures import Figures
from tests.faults.support.lengths import long, short
from tests.faults.support.node import Node
from tests.faults.support.people import Crowd
from tests.faults.support.processes import alive, send_signal
from tests.faults.support.service import Serve, Service
from tests.faults.support.traffic import running
from tests.support.waiting import until

WRITERS, UNDOING = 8, 2


async def kill_service(service: Service, _: Node) -> None:
    await service.kill()
    await service.start()


async def kill_worker(service: Service, _: Node) -> None:
    victim = service.workers()[0]
    send_signal([victim], SIGKILL)
    await until(lambda: not alive(victim))
    await until(service.is_whole)


async def kill_database(_: Service, node: Node) -> None:
    await node.kill()
    await node.start()


Kill = Callable[[Service, Node], Awaitable[None]]
WAYS: dict[str, Kill] = {"service": kill_service, "worker": kill_worker, "PostgreSQL": kill_database}


@pytest.mark.parametrize(("killed", "kills"), [short("service", 1), *(long(way, 10) for way in WAYS)])
async def test_killed_at_any_moment_tasks_and_their_record_agree(
    start_service: Serve, node: Node, crowd: Crowd, figures: Figures, killed: str, kills: int
) -> None:
    service = await start_service()
    person, account, moments = await crowd.sign_up(service.port), Account(), Random(3)  # noqa: S311
    writers = [
        ChangeWriter(person.again(), account, Random(n), undoes=n < UNDOING, longest_pause=0.005)  # noqa: S311
        for n in range(WRITERS)
    ]
    readers: list[DeltaReader | EventReader] = [
        DeltaReader(person.again(), Random(1)),  # noqa: S311
        DeltaReader(person.again(patience=40), Random(2), wait=20),  # noqa: S311
        EventReader(person.again(), Random(3)),  # noqa: S311
    ]
    async with following(readers):
        async with running(*(writer.write for writer in writers)):
            for _ in range(kills):
                enough = account.acknowledged + moments.uniform(100, 300)
                await until(lambda: account.acknowledged >= enough)  # noqa: B023
                await WAYS[killed](service, node)
        latest = await latest_number(person)
        behind = await all_caught_up(readers, latest, within=60)

    record, folded = await whole_record(person), Replica()
    for change in record:
        folded.apply(change)
    tasks = await all_tasks(person)
    figures(
        f"R31 {killed}",
        f"{kills} kill -9 under {WRITERS} clients, {account.acknowledged:,} acknowledged changes of {latest:,} in the "
        f"record ({account.unknown} requests of unknown effect): 0 without their record, 0 records without their "
        f"change; {len(readers)} readers got each number once and in order, the last one {behind:.1f} s after the end",
    )
    assert account.missing_in(record) == []
    assert account.acknowledged <= latest == len(record) <= account.acknowledged + MOST_UNDONE * account.unknown
    assert await contradictions(service.database_url) == {}
    assert folded.tasks == tasks
    assert all(reader.replica.tasks == tasks for reader in readers)
    assert set(account.statuses) <= {200, 201, 204, 404, 409, 412, 503}
