"""`python -m benchmarks.summary`: the table in README.md and the one in docs/scaling.md, out of the kept results."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from benchmarks.contestants.contestant import BENCHMARKS
from benchmarks.report.table import SCENARIOS, table

KEPT = BENCHMARKS / "results" / "benchmark.json"
COMPARED = ("read", "list", "create", "edit")
GROWING = (("read", 32), ("read", 256), ("create", 32), ("create", 256), ("mix", 256))


def beside_the_peers(kept: Path = KEPT) -> str:
    """A table for each number of workers: a line for each service, with all that the figures are about."""
    results = json.loads(kept.read_text(encoding="utf-8"))
    titles: Mapping[str, str] = results["titles"]
    tables = (
        table(
            [number, *(SCENARIOS[scenario] for scenario in COMPARED), "idle memory, MiB"],
            ([title, *_service(results, name, workers)] for name, title in titles.items()),
        )
        for workers, number in ((1, "one worker"), (2, "two workers"))
    )
    return "\n".join(line for lines in tables for line in lines).rstrip()


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


def _service(results: Any, name: str, workers: int) -> Iterator[str]:
    for scenario in COMPARED:
        found = _of(results, name, workers, scenario, 32)
        figures = found["figures"]
        yield f"{_cell(found)} · {figures['application_cpu_us']:.0f}+{figures['database_cpu_us']:.0f}"
    yield f"{_of(results, name, workers, 'simple', 1)['idle_memory_mib']:.0f}"


def _cell(found: Any) -> str:
    return f"{found['figures']['requests_per_second']:,.0f} · {found['figures']['p99_ms']:.0f}"


def _of(results: Any, contestant: str, workers: int, scenario: str, connections: int) -> Any:
    cell = {"workers": workers, "scenario": scenario, "connections": connections}
    return next(one for one in results["medians"] if (one["contestant"], one["cell"]) == (contestant, cell))


if __name__ == "__main__":
    print(beside_the_peers(), worker_by_worker(), sep="\n\n")
