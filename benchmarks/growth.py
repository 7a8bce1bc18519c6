"""`python -m benchmarks.growth`: what a request costs as tasks, pages and connections become many."""

import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import click
from attrs import asdict, frozen

from benchmarks.contestants.contestant import BENCHMARKS, Contestant
from benchmarks.contestants.field import CONTESTANTS
from benchmarks.contestants.taskapi import NO_RATE_LIMIT, ROOM_FOR_ALL
from benchmarks.errors import BenchmarkError
from benchmarks.load import cluster as postgres
from benchmarks.load import wrk
from benchmarks.load.cluster import Cluster
from benchmarks.load.crowd import Crowd, Population
from benchmarks.load.paging import page_path
from benchmarks.load.running import RunningContestant, serving
from benchmarks.load.wrk import Load, put_on
from benchmarks.report.growth_report import Point, markdown
from benchmarks.report.machine import Machine

SIZES = (10_000, 100_000, 1_000_000)
PAGES = (1, 10, 100, 1_000, 10_000, 100_000)
CONNECTIONS = (1, 10, 100, 1_000)
SERIES = ("tasks", "connections", "page")
RUNS = {"tasks": 4 * len(SIZES), "connections": 2 * len(CONNECTIONS), "page": len(PAGES)}
USERS = 200
PAGE_LENGTH = 10


@click.command(context_settings={"show_default": True})
@click.option("--contestant", "name", type=click.Choice(list(CONTESTANTS)), default="taskapi")
@click.option("--series", "selected", type=click.Choice(SERIES), multiple=True, default=SERIES, help="May be repeated.")
@click.option("--rounds", type=click.IntRange(1), default=3, help="The median of them counts.")
@click.option("--seconds", type=click.IntRange(1), default=5, help="Length of each run.")
@click.option("--largest", type=click.IntRange(10_000), default=SIZES[-1], help="Leave out what needs more tasks.")
@click.option("--postgres", "programs", type=click.Path(exists=True, path_type=Path), help="Its programs' folder.")
@click.option("--output", type=click.Path(path_type=Path), default=BENCHMARKS / "results", show_default=False)
def main(
    name: str, selected: Sequence[str], rounds: int, seconds: int, largest: int, programs: Path | None, output: Path
) -> None:
    """Measure one contestant at 10^4 to 10^6 tasks, page 1 to 10^5, 1 to 1,000 connections."""
    contestant = CONTESTANTS[name]
    try:
        wrk.required()
        contestant.install()
        runs = sum(RUNS[series] for series in selected)
        print(f"About {timedelta(seconds=runs * rounds * (seconds + 1))}, and the making of the data.", flush=True)
        with postgres.running(programs) as cluster, tempfile.TemporaryDirectory() as folder:
            points = list(_Observed(contestant, cluster, Path(folder), selected, seconds, largest).rounds(rounds))
    except BenchmarkError as trouble:
        sys.exit(f"No result. {trouble}")
    machine = Machine.here()
    kept = {"contestant": name, "machine": asdict(machine), "points": [asdict(point) for point in points]}
    output.mkdir(parents=True, exist_ok=True)
    (output / f"growth-{name}.json").write_text(json.dumps(kept, indent=1) + "\n")
    (output / f"growth-{name}.md").write_text(markdown(contestant.title, machine, rounds, seconds, points))
    print(f"Written: {output}/growth-{name}.json and .md")


@frozen
class _Observed:
    """A contestant with databases of every size."""

    contestant: Contestant
    cluster: Cluster
    folder: Path
    selected: Sequence[str]
    seconds: int
    largest: int

    def rounds(self, count: int) -> Iterator[Point]:
        middle = min(SIZES[1], self.largest)
        sizes = [size for size in SIZES if size <= self.largest] if "tasks" in self.selected else []
        if "connections" in self.selected and middle not in sizes:
            sizes.append(middle)
        populations = {size: self._populated(str(size), Crowd(USERS, size // USERS)) for size in sizes}
        alone = self._populated("alone", Crowd(1, self.largest)) if "page" in self.selected else None
        for turn in range(1, count + 1):
            for size, population in populations.items():
                with self._at_work(str(size), population) as (contestant, data):
                    if "tasks" in self.selected:
                        for scenario in ("read", "list", "create", "edit"):
                            yield self._point("tasks", size, contestant, Load(scenario, 32, self.seconds, data, turn))
                    if "connections" in self.selected and size == middle:
                        yield from self._by_connections(contestant, data, turn)
            if alone is not None:
                with self._at_work("alone", alone) as (contestant, data):
                    yield from self._by_page(contestant, data, alone.tokens[0])

    def _by_connections(self, contestant: RunningContestant, data: Path, turn: int) -> Iterator[Point]:
        for scenario in ("read", "create"):
            for connections in CONNECTIONS:
                run = Load(scenario, connections, self.seconds, data, seed=10 + turn)
                yield self._point("connections", connections, contestant, run)

    def _by_page(self, contestant: RunningContestant, data: Path, token: str) -> Iterator[Point]:
        for page in PAGES:
            if page * PAGE_LENGTH <= self.largest:
                path = page_path(contestant, token, page=page, length=PAGE_LENGTH)
                yield self._point("page", page, contestant, Load("page", 32, self.seconds, data, path=path))

    def _populated(self, name: str, crowd: Crowd) -> Population:
        print(f"Data: {crowd.users:,} users x {crowd.tasks_each:,} tasks ...", flush=True)
        return self.contestant.populate(self.cluster, f"{name}-data", crowd)

    @contextmanager
    def _at_work(self, name: str, population: Population) -> Iterator[tuple[RunningContestant, Path]]:
        """The service on a fresh copy of a database, warm, and the data for wrk."""
        self.cluster.create(name, template=f"{name}-data")
        data = population.write(self.folder / name)
        with serving(self.contestant, self.cluster.url(name), others={**NO_RATE_LIMIT, **ROOM_FOR_ALL}) as contestant:
            put_on(contestant, Load("read", 32, 2, data), self.cluster)
            yield contestant, data
        self.cluster.drop(name)

    def _point(self, series: str, at: int, contestant: RunningContestant, run: Load) -> Point:
        figures = put_on(contestant, run, self.cluster)
        print(
            f"{series:11} {at:9,} {run.scenario:6}: {figures.requests_per_second:9,.0f}/s  "
            f"CPU {figures.application_cpu_us:5.0f} + {figures.database_cpu_us:4.0f} us",
            flush=True,
        )
        return Point(series, run.scenario, at, figures)


if __name__ == "__main__":
    main()
