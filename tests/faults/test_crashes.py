"""`kill -9` of the service, whole (R01) or one worker (R17): what was acknowledged stays, and nothing is half-done."""

import asyncio
from random import Random
from signal import SIGKILL

import pytest

from tests.faults.support.figures import Figures
from tests.faults.support.lengths import long, short
from tests.faults.support.people import Crowd
from tests.faults.support.processes import alive, send_signal
from tests.faults.support.service import Serve
from tests.faults.support.traffic import Probe, running, traffic
from tests.faults.support.verdict import violations
from tests.support.waiting import until

CLIENTS = 8


@pytest.mark.parametrize(("writes", "kills"), [short(500, 1), long(10_000, 5)])
async def test_killed_at_any_moment_it_has_kept_every_acknowledged_write(
    start_service: Serve, crowd: Crowd, figures: Figures, writes: int, kills: int
) -> None:
    service = await start_service()
    person = await crowd.sign_up(service.port)
    moments = Random(1)  # noqa: S311 - no secret
    async with traffic(person, clients=CLIENTS):
        for kill in range(1, kills + 1):
            enough = writes * kill / kills
            await until(lambda: crowd.history.acknowledged_writes >= enough, within=100)  # noqa: B023
            await asyncio.sleep(moments.uniform(0, 0.02))
            await service.kill()
            await service.start()

    final = await person.everything()
    unknown = sum(connection.lost for connection in crowd.connections)
    figures(
        "R01",
        f"{crowd.history.acknowledged_writes:,} acknowledged writes over {kills} kill -9 of the whole service"
        f" ({unknown} requests without an answer): 0 lost, 0 half-done, 0 twice",
    )
    assert crowd.history.acknowledged_writes >= writes
    assert violations(crowd.history, final) == []


@pytest.mark.parametrize("kills", [short(2), long(10)])
async def test_a_killed_worker_costs_only_what_it_was_doing_and_comes_back(
    start_service: Serve, crowd: Crowd, figures: Figures, kills: int
) -> None:
    service = await start_service()
    person = await crowd.sign_up(service.port)
    back, lost = [], []
    alive_probe = Probe(crowd.connect(service.port), "/health")
    async with traffic(person, clients=CLIENTS) as people, running(alive_probe):
        for kill in range(kills):
            before = sum(one.connection.lost for one in people)
            victim = service.workers()[kill % 2]
            send_signal([victim], SIGKILL)
            await until(lambda: not alive(victim))  # noqa: B023
            back.append(await until(service.is_whole))
            lost.append(sum(one.connection.lost for one in people) - before)

    figures(
        "R17",
        f"{kills} kill -9 of a worker under {CLIENTS} clients: at most {max(lost)} requests without an answer each,"
        f" two workers again after at most {max(back):.1f} s",
    )
    assert violations(crowd.history, await person.everything()) == []
    assert max(lost) <= CLIENTS
    assert max(back) <= 5
    assert alive_probe.statuses == {200}
    assert {answer.status for answer in crowd.answers()} <= {200, 201, 204, 404, 412}
