"""More is asked than can be done (R21), or one asks for everybody (R22)."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import fmean

import pytest
from attrs import asdict, define

from tests.faults.balancer import balancer
from tests.faults.connection import request
from tests.faults.figures import Figures
from tests.faults.node import Node, new_database
from tests.faults.open_loop import Plan, Tally
from tests.faults.people import Crowd
from tests.faults.service import Service
from tests.faults.traffic import Probe, running

pytestmark = pytest.mark.long

SECONDS = 8.0
"""Of each overload."""
FACTORS = {2: 0.9, 5: 0.85, 10: 0.8}
"""How many times more than can be done, and how much of that must be done all the same."""
MANY, FEW = 1_500, 64
"""Connections of those who overload it, and of everyday use."""


@contextmanager
def on_processors(processors: set[int]) -> Iterator[None]:
    """Whatever is started inside the block runs there."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, processors)
    yield
    os.sched_setaffinity(0, before)


@define
class Stage:
    """A service on processors of its own, and requests to it."""

    service: Service
    requests: list[str]
    processor: int
    """Of those who send them."""

    async def load(
        self,
        port: int,
        seconds: float,
        rate: float | None = None,
        connections: int = FEW,
        requests: list[str] | None = None,
    ) -> Tally:
        """Send requests at a rate, or as fast as they are answered."""
        plan = Plan(port, requests or self.requests, seconds, rate, connections, self.processor)
        program = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.faults.open_loop"),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        with on_processors({self.processor}):
            told, _ = await program.communicate(json.dumps(asdict(plan)).encode())
        return Tally(**json.loads(told))


@pytest.fixture
async def stage(tmp_path: Path, crowd: Crowd) -> AsyncIterator[Stage]:
    *theirs, ours = sorted(os.sched_getaffinity(0))
    if not theirs:
        pytest.fail("needs two processors, one of them for those who send the requests")
    node = Node.made_in(tmp_path / "postgres")
    with on_processors(set(theirs)):
        await node.start()
        service = Service(tmp_path, await new_database(node))
        await service.start()
    try:
        yield Stage(service, await mixed_requests(crowd, service), ours)
    finally:
        await service.end()
        await node.end()


async def mixed_requests(crowd: Crowd, service: Service) -> list[str]:
    """What people ask: six in ten for a task, two for a list; one changes, one makes something."""
    person = await crowd.sign_up(service.port)
    tasks = [(await person.create(crowd.history.fresh_title())).seen[0].task for _ in range(50)]
    asked: list[tuple[str, str, object]] = []
    for task in tasks:
        asked += [("GET", f"/api/v1/tasks/{task}", None)] * 6 + [("GET", "/api/v1/tasks?limit=20", None)] * 2
        asked += [("PATCH", f"/api/v1/tasks/{task}", {"title": task}), ("POST", "/api/v1/tasks", {"title": "new"})]
    credentials = {"Authorization": f"Bearer {person.token}"}
    return [request(method, path, body, credentials).decode() for method, path, body in asked]


def within(tally: Tally, seconds: float) -> float:
    """Answers a second while the load lasted."""
    return sum(at <= seconds for at, _ in tally.done) / seconds


def quantile(of: list[tuple[float, float]], share: float) -> float:
    """So long (in seconds) took at most this share of the answers."""
    return sorted(seconds for _, seconds in of)[int(share * (len(of) - 1))] if of else 0.0


@define
class Outcome:
    """What an overload did."""

    factor: int
    done: float
    """Share of what can be done that was done."""
    slow: float
    """99 of 100 answers took at most so many seconds, and so many the refusals."""
    refused_slow: float
    failed: int
    quiet_after: float
    """Seconds until everyday use was as quick as before."""

    def __str__(self) -> str:
        return (
            f"{self.factor}x: {self.done:.0%} done, p99 {self.slow * 1000:.0f} ms, refusals p99 "
            f"{self.refused_slow * 1000:.0f} ms, {self.failed} failed, quiet after {self.quiet_after:.1f} s"
        )


async def overloaded(stage: Stage, port: int) -> tuple[float, list[Outcome]]:
    """What can be done (in requests per second), and what comes of more.

    The machine may have other things to do, so what can be done is measured before and after each overload.
    """
    most = [await possible(stage, port)]
    quiet = quantile((await stage.load(port, 4, 0.3 * most[0])).done, 0.99)
    outcomes = []
    for factor in FACTORS:
        tally = await stage.load(port, SECONDS, factor * most[-1], MANY)
        after = await stage.load(port, 4, 0.3 * most[-1])
        troubled = [at for at, _ in after.refused] + [at for at, took in after.done if took > max(2 * quiet, 0.05)]
        most.append(await possible(stage, port))
        outcomes.append(
            Outcome(
                factor,
                within(tally, SECONDS) / fmean(most[-2:]),
                quantile(tally.done, 0.99),
                quantile(tally.refused, 0.99),
                tally.failed + after.failed,
                max(troubled, default=0.0),
            )
        )
    return fmean(most), outcomes


async def possible(stage: Stage, port: int) -> float:
    """Requests per second when each of a few clients waits for its answers."""
    return within(await stage.load(port, 4), 4)


async def test_overloaded_behind_a_balancer_it_does_what_it_can_and_refuses_the_rest_at_once(
    stage: Stage, tmp_path: Path, figures: Figures
) -> None:
    with on_processors({stage.processor}):
        async with balancer(tmp_path, [stage.service.port], at_once=48) as port:
            most, outcomes = await overloaded(stage, port)

    figures("R21 balanced", f"of {most:,.0f}/s behind HAProxy: " + "; ".join(map(str, outcomes)))
    for outcome in outcomes:
        assert outcome.done >= FACTORS[outcome.factor]
        assert outcome.slow <= 0.5
        assert outcome.refused_slow <= 0.1
        assert outcome.failed == 0
        assert outcome.quiet_after <= 2


EACH = 60
"""Requests a second that the balancer allows one user."""


async def test_one_user_who_asks_for_everybody_is_refused_and_the_others_do_not_notice(
    stage: Stage, crowd: Crowd, tmp_path: Path, figures: Figures
) -> None:
    everybody = [one for _ in range(20) for one in await mixed_requests(crowd, stage.service)]
    with on_processors({stage.processor}):
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
