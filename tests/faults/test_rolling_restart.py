"""Instances are restarted one after the other, and nobody notices (R16)."""

from pathlib import Path
from time import monotonic

import pytest

from tests.faults.balancer import balancer
from tests.faults.figures import Figures
from tests.faults.node import Node, new_database
from tests.faults.people import Crowd
from tests.faults.service import Serve, Service
from tests.faults.traffic import traffic
from tests.faults.verdict import violations
from tests.faults.waiting import until

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
                for instance in instances:
                    done = crowd.history.acknowledged_writes
                    stops.append(await restarted(instance))
                    await until(lambda: crowd.history.acknowledged_writes > done + 20)  # noqa: B023
        final = await person.again().everything()

    lost = sum(connection.lost for connection in crowd.connections)
    statuses = {answer.status for answer in crowd.answers()}
    figures(
        "R16",
        f"{ROUNDS} rounds of two instances behind HAProxy under {CLIENTS} clients: {len(crowd.answers()):,} requests, "
        f"{lost} failed; an instance stops within {max(stops):.1f} s",
    )
    assert violations(crowd.history, final) == []
    assert (lost, statuses <= {200, 201, 204, 404, 412}) == (0, True)
    assert max(stops) <= 15


async def restarted(instance: Service) -> float:
    """Stop an instance as an operator does, and start it again; return how many seconds it took to stop."""
    begin = monotonic()
    assert await instance.stop() == 0
    stopped = monotonic() - begin
    await instance.start()
    return stopped
