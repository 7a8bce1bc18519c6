"""`python -m benchmarks.commit_baseline`: creating tasks, beside one-by-one commits of the same INSERT by pgbench."""

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import click
from attrs import asdict, frozen

from benchmarks.contestants.contestant import BENCHMARKS, Contestant
from benchmarks.contestants.field import CONTESTANTS
from benchmarks.errors import BenchmarkError
from benchmarks.load import cluster as postgres
from benchmarks.load import wrk
from benchmarks.load.cluster import Cluster
from benchmarks.load.crowd import Crowd
from benchmarks.load.processes import cpu_seconds
from benchmarks.load.running import serving
from benchmarks.load.wrk import Figures, Load, put_on
from benchmarks.report.machine import Machine
from benchmarks.report.results import middle
from benchmarks.report.table import table

CLIENTS = 16
CONNECTIONS = (32, 256)
TARGET = 2.0


@frozen
class Baseline:
    """One by one: what PostgreSQL alone does with CLIENTS connections."""

    commits_per_second: float
    database_cpu_us: float


@click.command(context_settings={"show_default": True})
@click.option("--contestant", "name", type=click.Choice(list(CONTESTANTS)), default="taskapi")
@click.option("--workers", type=click.IntRange(1, 64), default=1)
@click.option("--rounds", type=click.IntRange(1), default=3, help="The median of them counts.")
@click.option("--seconds", type=click.IntRange(1), default=5, help="Length of each run.")
@click.option("--postgres", "programs", type=click.Path(exists=True, path_type=Path), help="Its programs' folder.")
@click.option("--output", type=click.Path(path_type=Path), default=BENCHMARKS / "results", show_default=False)
def main(name: str, workers: int, rounds: int, seconds: int, programs: Path | None, output: Path) -> None:
    """Compare the create throughput of a contestant with pgbench on the same server and table."""
    contestant = CONTESTANTS[name]
    try:
        wrk.required()
        contestant.install()
        print(f"About {rounds * (4 * seconds + 12) + 15} s.", flush=True)
        with postgres.running(programs) as cluster, tempfile.TemporaryDirectory() as folder:
            measured = list(_rounds(contestant, cluster, Path(folder), workers, rounds, seconds))
    except BenchmarkError as trouble:
        sys.exit(f"No result. {trouble}")
    baselines = [baseline for baseline, _ in measured]
    services = {place: middle([found[place] for _, found in measured]) for place in measured[0][1]}
    machine = Machine.here()
    output.mkdir(parents=True, exist_ok=True)
    report = _markdown(contestant.title, machine, workers, baselines, services)
    (output / f"commits-{name}.md").write_text(report)
    kept = {"machine": asdict(machine), "workers": workers, "baselines": [asdict(one) for one in baselines]}
    kept["services"] = {place: asdict(figures) for place, figures in services.items()}
    (output / f"commits-{name}.json").write_text(json.dumps(kept, indent=1) + "\n")
    print(report)


def _rounds(
    contestant: Contestant, cluster: Cluster, folder: Path, workers: int, rounds: int, seconds: int
) -> Iterator[tuple[Baseline, dict[str, Figures]]]:
    """One baseline and the service's figures (by scenario and connections) of each round."""
    population = contestant.populate(cluster, "data", Crowd())
    data = population.write(folder)
    script = _script(contestant, cluster, folder)
    for turn in range(1, rounds + 1):
        cluster.create("baseline", template="data")
        baseline = _pgbench(cluster, script, seconds)
        print(f"round {turn}: pgbench {baseline.commits_per_second:,.0f}/s", flush=True)
        cluster.create("service", template="data")
        with serving(contestant, cluster.url("service"), workers=workers) as service:
            put_on(service, Load("mix", 32, 2, data), cluster)
            runs = [Load("create", connections, seconds, data, seed=turn) for connections in CONNECTIONS]
            runs.append(Load("simple", max(CONNECTIONS), seconds, data, seed=turn))
            found = {f"{run.scenario}, {run.connections} connections": put_on(service, run, cluster) for run in runs}
        print(*(f"  {place}: {one.requests_per_second:,.0f}/s" for place, one in found.items()), sep="\n", flush=True)
        yield baseline, found


def _script(contestant: Contestant, cluster: Cluster, folder: Path) -> Path:
    """The contestant's INSERT, with the users of its database filled in."""
    users = cluster.run("data", "SELECT id FROM users")
    template = BENCHMARKS / "load" / "inserts" / ("taskapi.sql" if contestant.name == "taskapi" else "peers.sql")
    script = folder / "insert.sql"
    script.write_text(
        template.read_text().replace("COUNT", str(len(users))).replace("{USERS}", f"{{{','.join(users)}}}")
    )
    return script


def _pgbench(cluster: Cluster, script: Path, seconds: int) -> Baseline:
    before = cpu_seconds(cluster.pid)
    done = subprocess.run(
        [
            cluster.programs / "pgbench",
            *("--no-vacuum", "--protocol=prepared", f"--client={CLIENTS}", f"--time={seconds}", "--file", script),
            cluster.url("baseline"),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    speed = re.search(r"tps = ([\d.]+)", done.stdout)
    count = re.search(r"actually processed: (\d+)", done.stdout)
    if done.returncode or speed is None or count is None:
        raise BenchmarkError(f"pgbench failed: {done.stderr.strip()}")
    return Baseline(float(speed[1]), (cpu_seconds(cluster.pid) - before) * 1e6 / int(count[1]))


def _markdown(
    title: str, machine: Machine, workers: int, baselines: list[Baseline], services: dict[str, Figures]
) -> str:
    one_by_one = median(one.commits_per_second for one in baselines)
    database = median(one.database_cpu_us for one in baselines)
    rows = [
        [f"pgbench, {CLIENTS} connections, one INSERT per commit", f"{one_by_one:,.0f}", "1.00", "", f"{database:.0f}"]
    ]
    for place, figures in services.items():
        speed = figures.requests_per_second
        cpu = [f"{figures.application_cpu_us:.0f}", f"{figures.database_cpu_us:.0f}"]
        rows.append([f"{title}: {place}", f"{speed:,.0f}", f"{speed / one_by_one:.2f}", *cpu])
    header = ["", "per second", "ratio", "CPU of the service, µs", "CPU of PostgreSQL, µs"]
    return "\n".join(
        [
            f"# Commits: {title}",
            "",
            f"{machine}; workers: {workers}. Target: create at least {TARGET:g} times the one-by-one commits;",
            "the simple answer beside it shows what the HTTP layer allows without a database.",
            "",
            *table(header, rows),
        ]
    )


if __name__ == "__main__":
    main()
