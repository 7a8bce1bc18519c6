"""`python -m benchmarks`: ours and its peers side by side."""

import shlex
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from benchmarks import comparison
from benchmarks.contestants.contestant import BENCHMARKS, Contestant
from benchmarks.contestants.field import CONTESTANTS
from benchmarks.errors import BenchmarkError
from benchmarks.load import wrk
from benchmarks.load.cluster import version_of
from benchmarks.plan import Plan
from benchmarks.report.journal import FILE, Journal
from benchmarks.report.machine import Machine, answer_of
from benchmarks.report.picture import svg
from benchmarks.report.results import Results, medians
from benchmarks.report.revision import revision
from benchmarks.report.table import markdown

FULL = {"connections": (1, 32, 256), "workers": (1, 2), "rounds": 3, "seconds": 5, "warm_up": 4}
QUICK = {"connections": (32,), "workers": (1,), "rounds": 1, "seconds": 1, "warm_up": 2}


@click.command(epilog=f"Defaults: {FULL}; with --quick: {QUICK}.")
@click.option(
    "--contestant",
    "names",
    multiple=True,
    type=click.Choice(list(CONTESTANTS)),
    help="Without it, all whose toolchain is installed.",
)
@click.option("--scenario", "scenarios", multiple=True, type=click.Choice(wrk.SCENARIOS), default=wrk.SCENARIOS)
@click.option("--connections", multiple=True, type=click.IntRange(1, 1000), help="May be given several times.")
@click.option("--workers", multiple=True, type=click.IntRange(1, 64), help="May be given several times.")
@click.option("--rounds", type=click.IntRange(1), help="The median of them counts.")
@click.option("--seconds", type=click.IntRange(1), help="Length of each run.")
@click.option("--warm-up", type=click.IntRange(1), help="Seconds of mixed load before the first run of a turn.")
@click.option("--quick", is_flag=True, help="A look, no measurement.")
@click.option(
    "--continue",
    "continued",
    is_flag=True,
    help="Go on with a comparison that broke off: same code, machine, versions and options.",
)
@click.option("--postgres", type=click.Path(exists=True, path_type=Path), help="Folder of PostgreSQL's programs.")
@click.option("--output", type=click.Path(path_type=Path), default=BENCHMARKS / "results", show_default=False)
def main(
    names: tuple[str, ...],
    scenarios: tuple[str, ...],
    quick: bool,  # noqa: FBT001 - click passes by name
    continued: bool,  # noqa: FBT001 - click passes by name
    postgres: Path | None,
    output: Path,
    **extent: Any,
) -> None:
    """Measure taskapi and its peers on one PostgreSQL; write JSON, Markdown and a picture."""
    given = {name: value for name, value in extent.items() if value}
    try:
        contestants, missing = taking_part(names)
        plan = Plan(contestants=contestants, scenarios=scenarios, **{**(QUICK if quick else FULL), **given})
        run(plan, postgres, output, missing=missing, continued=continued)
    except BenchmarkError as error:
        sys.exit(f"No result. {error}")


def run(plan: Plan, postgres: Path | None, output: Path, *, missing: Mapping[str, str], continued: bool) -> None:
    """Run a plan, or what is left of it, and write the results."""
    wrk.required()
    journal, facts = Journal(output / FILE), facts_of(plan, postgres)
    if not continued:
        journal.refuse_to_replace()
    elif not facts["revision"]:
        raise BenchmarkError("only a comparison in a git repository, which names the code, can be continued")
    finished = plan.complete(journal.finished(facts)) if continued else []
    for contestant in plan.contestants:
        contestant.install()
    journal.begin(facts, finished)
    print(f"{plan.runs - len(finished)} runs, about {plan.duration(len(finished))}; kept in {journal.path}", flush=True)
    runs = comparison.run(plan, postgres, journal, finished)
    results = Results(
        command=shlex.join(["python", "-m", "benchmarks", *sys.argv[1:]]),
        date=datetime.now(UTC).date().isoformat(),
        machine=Machine.here(),
        titles={one.name: one.title for one in plan.contestants},
        notes={one.name: one.notes for one in plan.contestants},
        missing=missing,
        runs=runs,
        medians=medians(runs),
        revision=facts["revision"],
        versions=facts["versions"],
        settings=plan.settings(),
    )
    results.save(output)
    (output / "benchmark.md").write_text(markdown(results))
    shown = 32 if 32 in plan.connections else plan.connections[0]
    (output / "benchmark.svg").write_text(svg(results, workers=plan.workers[0], connections=shown))
    journal.remove()
    print(f"Written: {output}/benchmark.json, .md and .svg")


def facts_of(plan: Plan, postgres: Path | None) -> dict[str, Any]:
    """What must be the same when a comparison is continued."""
    server = {"postgresql": version_of(postgres), "wrk": answer_of("wrk", "-v").split()[1]}
    return {
        "revision": revision(BENCHMARKS.parent),
        "machine": str(Machine.here()),
        "versions": {one.name: dict(one.versions()) for one in plan.contestants} | {"server": server},
        "settings": plan.settings(),
    }


def taking_part(names: Sequence[str]) -> tuple[list[Contestant], dict[str, str]]:
    """Those that are named, or all that can run here; and by title, why the others cannot."""
    chosen = [CONTESTANTS[name] for name in dict.fromkeys(names or CONTESTANTS)]
    missing = {one.title: reason for one in chosen if (reason := one.missing())}
    reasons = [f"Without {title}: {reason}." for title, reason in missing.items()]
    if names and reasons:
        raise BenchmarkError("\n".join(reasons))
    for reason in reasons:
        print(reason, flush=True)
    return [one for one in chosen if one.title not in missing], missing


if __name__ == "__main__":
    main()
