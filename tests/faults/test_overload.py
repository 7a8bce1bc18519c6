"""More is asked than can be done (R21), or one asks for everybody (R22)."""

import asyncio
import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.faults.support.balancer import balancer
from tests.faults.support.figures import Figures
from tests.faults.support.node import Node, new_database
from tests.faults.support.open_loop import Tally
from tests.faults.support.people import Crowd
from tests.faults.support.service import Service
from tests.faults.support.stage import (
    FACTORS,
    MOST_ATTEMPTS,
    SECONDS,
    Stage,
    mixed_requests,
    on_processors,
    overloaded,
    quantile,
    within,
)
from tests.faults.support.traffic import Probe, running

pytestmark = pytest.mark.long

EACH = 60
"""Requests a second that one user may send."""


@pytest.fixture
def settings() -> dict[str, str]:
    """Of the service, besides those of all tests."""
    return {}


@pytest.fixture
async def stage(tmp_path: Path, crowd: Crowd, settings: dict[str, str]) -> AsyncIterator[Stage]:
    *theirs, ours = sorted(os.sched_getaffinity(0))
    if not theirs:
        pytest.fail("needs two processors, one of them for those who send the requests")
    node = Node.made_in(tmp_path / "postgres")
    with on_processors(set(theirs)):
        await node.start()
        service = Service(tmp_path, await new_database(node), settings)
        await service.start()
    try:
        # Around all that is sent: of two that are sent at once, each would give back the other's processors.
        with on_processors({ours}):
            yield Stage(service, await mixed_requests(crowd, service), ours)
    finally:
        await service.end()
        await node.end()


async def test_overloaded_behind_a_balancer_it_does_what_it_can_and_refuses_the_rest_at_once(
    stage: Stage, tmp_path: Path, figures: Figures
) -> None:
    async with balancer(tmp_path, [stage.service.port], at_once=48) as port:
        most, outcomes = await overloaded(stage, port)

    figures("R21 balanced", f"of {most:,.0f}/s behind HAProxy: " + "; ".join(map(str, outcomes)))
    for outcome in outcomes:
        assert outcome.done >= FACTORS[outcome.factor]
        assert outcome.slow <= 0.5
        # The clients and the balancer share one processor, which is the busiest of all.
        assert outcome.refused_typical <= 0.1
        assert outcome.failed == 0
        assert outcome.quiet_after <= 2


async def test_one_user_who_asks_for_everybody_is_refused_and_the_others_do_not_notice(
    stage: Stage, crowd: Crowd, tmp_path: Path, figures: Figures
) -> None:
    everybody = [one for _ in range(20) for one in await mixed_requests(crowd, stage.service)]
    async with balancer(tmp_path, [stage.service.port], at_once=48, each=EACH) as port:
        quiet = await stage.load(port, SECONDS, 200, requests=everybody)
        others, greedy = await asyncio.gather(
            stage.load(port, SECONDS, 200, requests=everybody), stage.load(port, SECONDS, 10 * EACH)
        )

    before, during = quantile(quiet.done, 0.99), quantile(others.done, 0.99)
    figures(
        "R22",
        f"20 users with 10/s each beside one with {10 * EACH}/s, of which the balancer allows {EACH}: "
        f"{len(others.done) / others.offered:.1%} of theirs done, p99 {before * 1000:.0f} -> {during * 1000:.0f} ms; "
        f"{within(greedy, SECONDS):.0f}/s of the one done",
    )
    assert len(others.done) >= 0.99 * others.offered
    assert during <= max(2 * before, 0.1)
    assert within(greedy, SECONDS) <= 1.2 * EACH


@pytest.mark.parametrize("settings", [{"RATE_LIMIT_PER_USER": str(60 * EACH)}], ids=["limited"])
async def test_one_user_who_asks_for_everybody_directly_is_refused_and_the_others_do_not_notice(
    stage: Stage, crowd: Crowd, figures: Figures
) -> None:
    port = stage.service.port
    everybody = [one for _ in range(20) for one in await mixed_requests(crowd, stage.service)]

    async def compared() -> tuple[Tally, Tally, Tally]:
        quiet = await stage.load(port, SECONDS, 200, requests=everybody)
        others, greedy = await asyncio.gather(
            stage.load(port, SECONDS, 200, requests=everybody), stage.load(port, SECONDS, 10 * EACH)
        )
        return quiet, others, greedy

    # The machine may have other things to do: the best of a few attempts counts.
    attempts = [await compared() for _ in range(MOST_ATTEMPTS)]
    quiet, others, greedy = min(attempts, key=lambda attempt: quantile(attempt[1].done, 0.99))
    before, during = quantile(quiet.done, 0.99), quantile(others.done, 0.99)
    figures(
        "R22 direct",
        f"20 users with 10/s each beside one with {10 * EACH}/s, of which {EACH} are allowed: "
        f"{len(others.done) / others.offered:.1%} of theirs done, p99 {before * 1000:.0f} -> {during * 1000:.0f} ms; "
        f"{within(greedy, SECONDS):.0f}/s of the one done",
    )
    assert len(others.done) >= 0.99 * others.offered
    assert during <= max(2 * before, 0.1)
    # Five seconds' worth may come at once.
    assert within(greedy, SECONDS) <= 1.05 * EACH * (1 + 5 / SECONDS)


async def test_overloaded_directly_it_stays_alive_and_is_quiet_again_at_once(
    stage: Stage, crowd: Crowd, figures: Figures
) -> None:
    """Refusing costs Python as much as a tenth of doing, so far beyond what can be done less and less gets done."""
    health = Probe(crowd.connect(stage.service.port), "/health")
    async with running(health):
        most, outcomes = await overloaded(stage, stage.service.port)

    figures(
        "R21 direct",
        f"of {most:,.0f}/s: " + "; ".join(map(str, outcomes)) + f"; liveness at worst {health.slowest:.1f} s",
    )
    assert health.statuses == {200}
    for outcome in outcomes:
        assert outcome.failed == 0
        assert outcome.quiet_after <= 2
