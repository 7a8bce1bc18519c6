"""A service on processors of its own, overloaded from another one."""

import asyncio
import json
import os
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import fmean
from tempfile import TemporaryFile

from attrs import asdict, define

from tests.faults.support.connection import request
from tests.faults.support.open_loop import Plan, Tally
from tests.faults.support.people import Crowd
from tests.faults.support.service import Service

SECONDS = 8.0
"""Of each overload."""
HALF = 0.5
FACTORS = {2: 0.9, 5: 0.85, 10: 0.8}
"""How many times more than can be done, and how much of that must be done all the same."""
MANY, FEW = 1_500, 64
"""Connections of those who overload it, and of everyday use."""
MOST_ATTEMPTS = 3


@contextmanager
def on_processors(processors: set[int]) -> Iterator[None]:
    """Whatever is started inside the block runs there."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, processors)
    try:
        yield
    finally:
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
        # Into a file: a tally has up to megabytes, of which a pipe once brought the first 128 KiB only.
        with TemporaryFile() as output:
            program = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "tests.faults.support.open_loop"), stdin=asyncio.subprocess.PIPE, stdout=output
            )
            await program.communicate(json.dumps(asdict(plan)).encode())
            output.seek(0)
            return Tally(**json.load(output))


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
    sent: float
    """Requests that were sent and answered, as a multiple of what can be done: the generator has its limits, too."""
    done: float
    """Share of what can be done that was done."""
    slow: float
    """99 of 100 answers took at most so many seconds, and so many the refusals."""
    refused_typical: float
    refused_slow: float
    failed: int
    quiet_after: float
    """Seconds until everyday use was as quick as before."""

    def __str__(self) -> str:
        return (
            f"{self.factor}x (sent {self.sent:.1f}x): {self.done:.0%} done, p99 {self.slow * 1000:.0f} ms, refusals "
            f"{self.refused_typical * 1000:.0f} ms (p99 {self.refused_slow * 1000:.0f} ms), "
            f"{self.failed} failed, quiet after {self.quiet_after:.1f} s"
        )


async def overloaded(stage: Stage, port: int) -> tuple[float, list[Outcome]]:
    """Return the capacity in requests per second, and the outcomes of overloads of several times that.

    The machine may be busy otherwise: the capacity is measured before and after each overload, and an overload with
    too little throughput is repeated.
    """
    most = await possible(stage, port)
    quiet = quantile((await stage.load(port, 4, 0.3 * most)).done, 0.99)
    outcomes = []
    for factor, share in FACTORS.items():
        attempts = [await _overloaded(stage, port, factor, quiet)]
        while attempts[-1].done < share and len(attempts) < MOST_ATTEMPTS:
            attempts.append(await _overloaded(stage, port, factor, quiet))
        outcomes.append(max(attempts, key=lambda outcome: outcome.done))
    return most, outcomes


async def _overloaded(stage: Stage, port: int, factor: int, quiet: float) -> Outcome:
    before = await possible(stage, port)
    tally = await stage.load(port, SECONDS, factor * before, MANY)
    after = await stage.load(port, 4, 0.3 * before)
    most = fmean((before, await possible(stage, port)))
    return Outcome(
        factor,
        (len(tally.done) + len(tally.refused)) / SECONDS / most,
        within(tally, SECONDS) / most,
        quantile(tally.done, 0.99),
        quantile(tally.refused, 0.5),
        quantile(tally.refused, 0.99),
        tally.failed + after.failed,
        failures_end(after, max(2 * quiet, 0.05)),
    )


def failures_end(tally: Tally, slow: float) -> float:
    """Seconds until, in every half second, 95 of 100 were neither slow nor refused."""
    good = Counter(int(at / HALF) for at, took in tally.done if took <= slow)
    all_of_them = Counter(int(at / HALF) for at, _ in (*tally.done, *tally.refused))
    return HALF * max((half + 1 for half, number in all_of_them.items() if good[half] < 0.95 * number), default=0)


async def possible(stage: Stage, port: int) -> float:
    """Requests per second when each of a few clients waits for its answers."""
    return within(await stage.load(port, 4), 4)
