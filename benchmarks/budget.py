"""`python -m benchmarks.budget`: where the processor time of a request goes, layer by layer."""

import sys
import tempfile
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any

import click
import uvloop
from attrs import evolve, frozen

from benchmarks.contestants.contestant import BENCHMARKS
from benchmarks.contestants.taskapi import NO_RATE_LIMIT, Taskapi
from benchmarks.errors import BenchmarkError
from benchmarks.load import cluster as postgres
from benchmarks.load import wrk
from benchmarks.load.crowd import Crowd
from benchmarks.load.in_process import alive, constant, cost_of, each
from benchmarks.load.layers import MEASURED, Application, Sample, application, requests_of, sample
from benchmarks.load.running import serving
from benchmarks.load.wrk import Load, put_on
from benchmarks.report.machine import Machine
from benchmarks.report.table import SCENARIOS, table
from entrypoints.http.requests.exchange import Exchange

CROWD = Crowd(10, 400)
CONNECTIONS = 32
SERVER = "server and sockets"


@click.command(context_settings={"show_default": True})
@click.option("--rounds", type=click.IntRange(1), default=5, help="The median of them counts.")
@click.option("--requests", type=click.IntRange(100), default=3_000, help="Of each kind in each round.")
@click.option("--seconds", type=click.IntRange(1), default=4, help="Length of each run over real sockets.")
@click.option("--postgres", "programs", type=click.Path(exists=True, path_type=Path), help="Its programs' folder.")
@click.option("--output", type=click.Path(path_type=Path), default=BENCHMARKS / "results", show_default=False)
def main(rounds: int, requests: int, seconds: int, programs: Path | None, output: Path) -> None:
    """Measure the processor time of each layer of a request, in microseconds; about two minutes."""
    contestant = Taskapi()
    try:
        wrk.required()
        contestant.install()
        with postgres.running(programs) as cluster, tempfile.TemporaryDirectory() as folder:
            population = contestant.populate(cluster, "budget", CROWD)
            url = cluster.url("budget")
            with serving(contestant, url, others=NO_RATE_LIMIT) as running:
                data = population.write(Path(folder))
                put_on(running, Load("mix", CONNECTIONS, 2, data), cluster)
                served = {
                    name: put_on(running, Load(name, CONNECTIONS, seconds, data), cluster).application_cpu_us
                    for name in MEASURED
                }
            layers = uvloop.run(_Layers(rounds, requests).of_all(application(url), requests_of(population)))
    except BenchmarkError as trouble:
        sys.exit(f"No result. {trouble}")
    report = _markdown(Machine.here(), rounds, layers, served)
    output.mkdir(parents=True, exist_ok=True)
    (output / "budget.md").write_text(report)
    print(report)


@frozen
class _Layers:
    """Every layer for itself, or by leaving it out."""

    rounds: int
    times: int

    async def of_all(
        self, kept: Application, requests: Mapping[str, Sequence[Any]]
    ) -> Mapping[str, Mapping[str, float]]:
        """Microseconds by scenario and layer, all in one process."""
        fleeting = {name: application(None) for name in MEASURED}
        prepared = {name: await sample(name, fleeting[name]) for name in MEASURED}
        async with alive(kept.app):
            found = [
                {
                    name: {
                        **await self._in_memory(fleeting[name].app, prepared[name]),
                        "all": await self._cost(each(requests[name], kept.app)),
                    }
                    for name in MEASURED
                }
                for _ in range(self.rounds)
            ]
        return {
            name: {layer: median(round_[name][layer] for round_ in found) for layer in found[0][name]}
            for name in MEASURED
        }

    async def _in_memory(self, app: Any, sample: Sample) -> dict[str, float]:
        unlogged = evolve(app, finished=_nothing)
        harness = await self._cost(each(sample.requests, constant))
        wrapper = await self._cost(each(sample.requests, evolve(unlogged, inside=constant)))
        without_log = await self._cost(each(sample.requests, unlogged))
        with_log = await self._cost(each(sample.requests, app))
        parts = {
            "authentication": await self._cost(lambda _: sample.authenticate()),
            "decoding": await self._cost(_coroutine(sample.decode)),
            "use case": await self._cost(lambda _: sample.use()),
            "encoding": await self._cost(_coroutine(sample.encode)),
        }
        return {
            "wrapper": wrapper - harness,
            "routing": without_log - wrapper - sum(parts.values()),
            **parts,
            "access log": with_log - without_log,
            "harness": harness,
        }

    async def _cost(self, work: Callable[[int], Awaitable[object]]) -> float:
        return await cost_of(work, self.times)


def _coroutine(call: Callable[[], object]) -> Callable[[int], Awaitable[object]]:
    async def called(_: int) -> object:
        return call()

    return called


def _nothing(_: Exchange) -> None:
    """In the place of the access log."""


def _markdown(
    machine: Machine, rounds: int, layers: Mapping[str, Mapping[str, float]], served: Mapping[str, float]
) -> str:
    budgets = {}
    for name, found in layers.items():
        own = {layer: cost for layer, cost in found.items() if layer not in ("all", "harness")}
        total = found["all"] - found["harness"]
        client = total - sum(own.values())
        budgets[name] = {SERVER: served[name] - total, **own, "database client": client, "**all**": served[name]}
    rows = [[layer, *(f"{budget[layer]:.0f}" for budget in budgets.values())] for layer in budgets["read"]]
    return "\n".join(
        [
            "# Where the time of a request goes",
            "",
            f"{machine}.",
            f"Processor time of one worker in microseconds, {CONNECTIONS} requests at a time; medians of {rounds}.",
            "",
            "The layers were measured in one process without sockets; the server is what the same work costs more",
            "on real sockets. Authentication and use case are those on the in-memory",
            "store; what the same requests cost more on PostgreSQL is the database client. The last line is by wrk.",
            "",
            *table(["", *(SCENARIOS[name] for name in budgets)], rows),
        ]
    )


if __name__ == "__main__":
    main()
