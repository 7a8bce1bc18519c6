"""The database stops and comes back: requests are rejected, no response is wrong, and no restart is needed."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from tests.faults.support.figures import Figures
from tests.faults.support.lengths import long, short
from tests.faults.support.node import FAST, IMMEDIATE, Node
from tests.faults.support.people import Crowd
from tests.faults.support.service import Serve
from tests.faults.support.watched import Watched
from tests.support.waiting import until

WAYS_DOWN: dict[str, Callable[[Node], Awaitable[None]]] = {
    "restarted": lambda node: node.stop(FAST),
    "restarted without a checkpoint": lambda node: node.stop(IMMEDIATE),
    "killed": lambda node: node.kill(),
}
DOWN = 0.5
"""Seconds until it is started again."""


@pytest.mark.parametrize(("way_down", "times"), [short("killed", 1), *(long(way, 7) for way in WAYS_DOWN)])
async def test_while_the_database_is_down_requests_are_rejected_and_then_everything_recovers(
    start_service: Serve, node: Node, crowd: Crowd, figures: Figures, way_down: str, times: int
) -> None:
    now = asyncio.get_running_loop().time
    unready, failing = [], []
    service = await start_service()
    async with Watched.under_traffic(service, crowd) as watched:
        for _ in range(times):
            written = crowd.history.acknowledged_writes
            await until(lambda: crowd.history.acknowledged_writes > written + 50)  # noqa: B023
            await WAYS_DOWN[way_down](node)
            await asyncio.sleep(DOWN)
            await node.start()
            back = now()
            await until(lambda: now() > back + 1.5)  # noqa: B023
            unready.append(watched.unready_after(back))
            failing.append(watched.failures_end_after(back))

    await watched.verify()
    figures(
        f"{'R02' if way_down == 'killed' else 'R09'} {way_down}",
        f"{times} times under load, {crowd.history.acknowledged_writes:,} acknowledged writes: 0 lost; "
        f"{len(watched.refusals):,} answers 503, the slowest answer {max(a.seconds for a in crowd.answers()):.1f} s; "
        f"ready again after at most {max(unready):.2f} s, the last 503 {max(failing):.2f} s after it was back",
    )
    assert max(unready) <= 1.0
    assert max(failing) <= 1.0


@pytest.mark.parametrize("seconds", [short(7), long(30)])
async def test_while_the_database_hangs_every_request_is_answered_in_time(
    start_service: Serve, node: Node, crowd: Crowd, figures: Figures, seconds: int
) -> None:
    now = asyncio.get_running_loop().time
    service = await start_service()
    async with Watched.under_traffic(service, crowd) as watched:
        await until(lambda: crowd.history.acknowledged_writes > 50)
        frozen = now()
        node.freeze()
        await asyncio.sleep(seconds)
        node.thaw()
        thawed = now()
        await until(lambda: now() > thawed + 3)

    await watched.verify()
    noticed = next(answer.at for answer in watched.ready.connection.answers if answer.status == 503) - frozen
    figures(
        "R11",
        f"frozen for {seconds} s: {len(watched.refusals)} answers, all 503, "
        f"the slowest {max(answer.seconds for answer in crowd.answers()):.1f} s; not ready after {noticed:.1f} s, "
        f"ready again {watched.unready_after(thawed):.2f} s and "
        f"the last 503 {watched.failures_end_after(thawed):.2f} s "
        "after it went on",
    )
    assert noticed <= 2
    assert watched.unready_after(thawed) <= 2
    assert watched.failures_end_after(thawed) <= 2
