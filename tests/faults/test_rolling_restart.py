"""Instances are restarted one after the other, and nobody notices (R16)."""

import asyncio
from functools import partial
from pathlib import Path
from time import monotonic

import pytest

from tests.faults.support.balancer import balancer
from tests.faults.support.figures import Figures
from tests.faults.support.node import Node, new_database
from tests.faults.support.people import Crowd
from tests.faults.support.service import Serve, Service
from tests.faults.support.traffic import traffic
from tests.faults.support.verdict import violations
from tests.support.waiting import until

ROUNDS, CLIENTS = 5, 6


@pytest.mark.long
async def test_a_rolling_restart_behind_a_load_balancer_fails_no_request(
    start_service: Serve, node: Node, crowd: Crowd, tmp_path: Path, figures: Figures
) -> None:
    database = await new_database(node)
    instances = [await start_service(database, DRAIN_SECONDS="1") for _ in range(2)]
    stops: list[float] = []
    async with balancer(tmp_path, [instance.port for instance in instances]) as port:
        person = await crowd.sign_up(port)
        async with traffic(person, clients=CLIENTS):
            for _ in range(ROUNDS):
                for number, instance in enumerate(instances):
                    stops.append(await restarted(instance))
                    # The next one only when the load balancer, too, knows that this one is back.
                    await until(partial(answers, crowd, f"instance{number}", since=asyncio.get_running_loop().time()))
        final = await person.everything()

    lost = sum(connection.lost for connection in crowd.connections)
    statuses = {answer.status for answer in crowd.answers()}
    figures(
        "R16",
        f"{ROUNDS} rounds of two instances behind HAProxy under {CLIENTS} clients: {len(crowd.answers()):,} requests, "
        f"{lost} failed; an instance stops within {max(stops):.1f} s",
    )
    assert violations(crowd.history, final) == []
    assert lost == 0
    assert statuses <= {200, 201, 204, 404, 412}
    assert max(stops) <= 15


def answers(crowd: Crowd, name: str, *, since: float) -> bool:
    """Whether an instance has answered anybody since a moment."""
    recent = (one.answers[-1] for one in crowd.connections if one.answers)
    return any(answer.at > since and answer.headers.get("x-instance") == name for answer in recent)


async def restarted(instance: Service) -> float:
    """Stop an instance as an operator does, and start it again; return how many seconds it took to stop."""
    begin = monotonic()
    assert await instance.stop() == 0
    stopped = monotonic() - begin
    await instance.start()
    return stopped
