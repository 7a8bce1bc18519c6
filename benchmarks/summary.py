"""`python -m benchmarks.summary`: the table in README.md and the one in docs/scaling.md, out of the kept results."""

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from benchmarks.contestants.contestant import BENCHMARKS
from benchmarks.report.table import SCENARIOS, table

KEPT = BENCHMARKS / "results" / "benchmark.json"
COMPARED = ("read", "list", "create", "edit")
GROWING = (("read", 32), ("read", 256), ("create", 32), ("create", 256), ("mix", 256))


def beside_the_peers(kept: Path = KEPT) -> str:
    """Requests per second and p99 in ms of every contestant."""
    results = json.loads(kept.read_text(encoding="utf-8"))
    titles: Mapping[str, str] = results["titles"]
    rows = list(_compared(results, titles))
    memory = [f"{_of(results, name, 1, 'simple', 1)['idle_memory_mib']:.0f}" for name in titles]
    return "\n".join(table(["", *titles.values()], [*rows, ["idle memory, one worker, MiB", *memory]])).rstrip()


def worker_by_worker(kept: Path = KEPT) -> str:
    """Requests per second and p99 in ms of taskapi with one worker and with two."""
    results = json.loads(kept.read_text(encoding="utf-8"))
    rows = [
        [
            f"{SCENARIOS[scenario]}, {connections} connections",
            *(_cell(_of(results, "taskapi", workers, scenario, connections)) for workers in (1, 2)),
        ]
        for scenario, connections in GROWING
    ]
    return "\n".join(table(["", "one worker", "two workers"], rows)).rstrip()


def _compared(results: Any, titles: Iterable[str]) -> Iterator[list[str]]:
    for workers, number in ((1, "one worker"), (2, "two workers")):
        for scenario in COMPARED:
            which = f"{number}: " if scenario == COMPARED[0] else ""
            cells = (_of(results, name, workers, scenario, 32) for name in titles)
            yield [f"{which}{SCENARIOS[scenario]}", *map(_cell, cells)]


def _cell(found: Any) -> str:
    return f"{found['figures']['requests_per_second']:,.0f} · {found['figures']['p99_ms']:.0f}"


def _of(results: Any, contestant: str, workers: int, scenario: str, connections: int) -> Any:
    cell = {"workers": workers, "scenario": scenario, "connections": connections}
    return next(one for one in results["medians"] if (one["contestant"], one["cell"]) == (contestant, cell))


if __name__ == "__main__":
    print(beside_the_peers(), worker_by_worker(), sep="\n\n")
