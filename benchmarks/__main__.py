"""`python -m benchmarks`: ours and its peers side by side."""

import shlex
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from benchmarks import comparison
from benchmarks.contestants.contestant import BENCHMARKS
from benchmarks.contestants.field import CONTESTANTS
from benchmarks.errors import BenchmarkError
from benchmarks.load import wrk
from benchmarks.plan import Plan
from benchmarks.report.machine import Machine, answer_of
from benchmarks.report.picture import svg
from benchmarks.report.results import Results, medians
from benchmarks.report.table import markdown

FULL = {"connections": (1, 32, 256), "workers": (1, 2), "rounds": 3, "seconds": 5, "warm_up": 4}
QUICK = {"connections": (32,), "workers": (1,), "rounds": 1, "seconds": 1, "warm_up": 2}


@click.command(epilog=f"Defaults: {FULL}; with --quick: {QUICK}.")
@click.option("--contestant", "names", multiple=True, type=click.Choice(list(CONTESTANTS)), default=list(CONTESTANTS))
@click.option("--scenario", "scenarios", multiple=True, type=click.Choice(wrk.SCENARIOS), default=wrk.SCENARIOS)
@click.option("--connections", multiple=True, type=click.IntRange(1, 1000), help="May be given several times.")
@click.option("--workers", multiple=True, type=click.IntRange(1, 64), help="May be given several times.")
@click.option("--rounds", type=click.IntRange(1), help="The median of them counts.")
@click.option("--seconds", type=click.IntRange(1), help="Length of each run.")
@click.option("--warm-up", type=click.IntRange(1), help="Seconds of mixed load before the first run of a turn.")
@click.option("--quick", is_flag=True, help="A look, no measurement.")
@click.option("--postgres", type=click.Path(exists=True, path_type=Path), help="Folder of PostgreSQL's programs.")
@click.option("--output", type=click.Path(path_type=Path), default=BENCHMARKS / "results", show_default=False)
def main(
    names: tuple[str, ...],
    scenarios: tuple[str, ...],
    quick: bool,  # noqa: FBT001 - click passes by name
    postgres: Path | None,
    output: Path,
    **extent: Any,
) -> None:
    """Measure taskapi and its peers on one PostgreSQL; write JSON, Markdown and a picture."""
    contestants = [CONTESTANTS[name] for name in dict.fromkeys(names)]
    given = {name: value for name, value in extent.items() if value}
    plan = Plan(contestants=contestants, scenarios=scenarios, **{**(QUICK if quick else FULL), **given})
    try:
        run(plan, postgres, output)
    except BenchmarkError as trouble:
        sys.exit(f"No result. {trouble}")


def run(plan: Plan, postgres: Path | None, output: Path) -> None:
    """Run a plan and write the results."""
    wrk.required()
    for contestant in plan.contestants:
        contestant.install()
    print(f"{plan.runs} runs, about {plan.duration}.", flush=True)
    runs, server = comparison.run(plan, postgres)
    results = Results(
        command=shlex.join(["python", "-m", "benchmarks", *sys.argv[1:]]),
        date=datetime.now(UTC).date().isoformat(),
        machine=Machine.here(),
        versions={one.name: one.versions() for one in plan.contestants}
        | {"server": {"postgresql": server, "wrk": answer_of("wrk", "-v").split()[1]}},
        titles={one.name: one.title for one in plan.contestants},
        settings={"rounds": plan.rounds, "seconds": plan.seconds, "warm_up": plan.warm_up}
        | {"users": plan.crowd.users, "tasks_each": plan.crowd.tasks_each},
        runs=runs,
        medians=medians(runs),
    )
    results.save(output)
    (output / "benchmark.md").write_text(markdown(results))
    shown = 32 if 32 in plan.connections else plan.connections[0]
    (output / "benchmark.svg").write_text(svg(results, workers=plan.workers[0], connections=shown))
    print(f"Written: {output}/benchmark.json, .md and .svg")


if __name__ == "__main__":
    main()
