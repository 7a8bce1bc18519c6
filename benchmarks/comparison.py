"""The race: every contestant's turn, run by run."""

import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from benchmarks.load import cluster as postgres
from benchmarks.load import same_work
from benchmarks.load.cluster import Cluster
from benchmarks.load.crowd import Population
from benchmarks.load.processes import memory_bytes
from benchmarks.load.running import serving
from benchmarks.load.wrk import Load, put_on
from benchmarks.plan import Plan, Turn
from benchmarks.report.journal import Journal
from benchmarks.run import Run

SETTLING = 2.0
"""Seconds between the last request and the look at idle memory."""


def run(plan: Plan, programs: Path | None, journal: Journal, finished: Sequence[Run]) -> list[Run]:
    """Run what is not `finished` of a plan, keeping every run in the journal; return all runs, the finished first."""
    turns = [turn for turn in plan.turns() if not any(turn.contains(run) for run in finished)]
    runs = list(finished)
    with postgres.running(programs) as cluster, tempfile.TemporaryDirectory() as folder:
        populations = _populated(plan, turns, cluster)
        for turn in turns:
            for done in _turn(plan, turn, cluster, populations[turn.contestant.name], Path(folder)):
                runs.append(done)
                journal.add(done)
                _report(len(runs), plan.runs, done)
    return runs


def _populated(plan: Plan, turns: Sequence[Turn], cluster: Cluster) -> Mapping[str, Population]:
    populations = {}
    for contestant in {turn.contestant.name: turn.contestant for turn in turns}.values():
        print(f"Data for {contestant.title}: {plan.crowd.users} users x {plan.crowd.tasks_each} tasks ...", flush=True)
        populations[contestant.name] = contestant.populate(cluster, f"{contestant.name}-data", plan.crowd)
    return populations


def _turn(plan: Plan, turn: Turn, cluster: Cluster, population: Population, folder: Path) -> Iterator[Run]:
    name = turn.contestant.name
    cluster.create(name, template=f"{name}-data")
    data = population.write(folder / name)
    with serving(turn.contestant, cluster.url(name), workers=turn.workers) as contestant:
        same_work.ensure(contestant, population)
        time.sleep(SETTLING)
        idle = memory_bytes(contestant.pid) / 2**20
        put_on(contestant, Load("mix", 32, plan.warm_up_of(turn.contestant), data, seed=turn.round), cluster)
        for place, (scenario, connections) in enumerate(plan.loads(), start=1):
            load = Load(scenario, connections, plan.seconds, data, seed=100 * turn.round + place)
            yield Run(name, turn.round, turn.workers, scenario, connections, idle, put_on(contestant, load, cluster))


def _report(done: int, total: int, run: Run) -> None:
    figures = run.figures
    print(
        f"[{done:3}/{total}] round {run.round}, {run.contestant:8} x{run.workers}, "
        f"{run.scenario:6} {run.connections:4} connections: {figures.requests_per_second:9,.0f}/s  "
        f"p50 {figures.p50_ms:7.2f} ms  p99 {figures.p99_ms:7.2f} ms  "
        f"CPU {figures.application_cpu_us:5.0f} + {figures.database_cpu_us:4.0f} us  {figures.memory_mib:4.0f} MiB",
        flush=True,
    )
