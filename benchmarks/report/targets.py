"""The ratios to reach, and whether they were."""

from collections.abc import Iterator, Mapping
from statistics import median

from attrs import frozen

from benchmarks.report.results import Cell, Results
from benchmarks.run import Run

OURS = "taskapi"
WORK = ("read", "list", "create", "edit")


@frozen
class Target:
    """Bounds for ours divided by the peer's in the same round, with the same connections and workers."""

    measure: str
    connections: int
    bounds: Mapping[str, Mapping[str, float]]
    """By peer and scenario."""
    workers: int = 2
    at_least: bool = False
    of_scenarios: bool = True
    """Is it about each scenario, or is the scenario only where a figure of the whole service is taken from?"""


def _work(*bounds: float) -> dict[str, float]:
    """Bounds of the scenarios in their order; a single one is that of all."""
    return dict(zip(WORK, bounds if len(bounds) > 1 else bounds * len(WORK), strict=True))


TARGETS = (
    Target(
        "requests/s",
        256,
        {
            "axum": _work(1.2, 1.2, 1.5, 1.5),
            "gin": _work(1.1, 1.1, 1.4, 1.4),
            "actix": _work(0.8, 0.7, 1.0, 1.1),
            "express": _work(4, 3, 3, 3),
            "spring": _work(4),
            "fastapi": _work(12),
        },
        at_least=True,
    ),
    Target(
        "requests/s",
        32,
        {
            "axum": _work(1.0, 0.9, 1.0, 1.0),
            "gin": _work(1.0, 0.9, 0.9, 1.0),
            "actix": _work(0.6),
            "express": _work(3, 2, 2, 2),
            "spring": _work(3),
            "fastapi": _work(9),
        },
        at_least=True,
    ),
    Target(
        "CPU of service and database per request",
        32,
        {
            "axum": _work(1.0, 1.2, 1.0, 1.0),
            "gin": _work(1.1, 1.2, 1.1, 1.1),
            "actix": _work(1.6),
            "express": _work(0.4),
            "spring": _work(0.3),
            "fastapi": _work(0.12),
        },
    ),
    Target(
        "p99",
        32,
        {
            "axum": _work(1.5),
            "gin": _work(1.2),
            "actix": _work(2.5),
            "express": _work(0.5),
            "spring": _work(0.5),
            "fastapi": _work(0.2),
        },
    ),
    Target(
        "p50",
        1,
        {
            "axum": {"read": 2},
            "gin": {"read": 2},
            "actix": {"read": 3},
            "express": {"read": 1},
            "spring": {"read": 1},
            "fastapi": {"read": 0.4},
        },
    ),
    Target(
        "idle memory",
        32,
        {"express": {"simple": 1}, "spring": {"simple": 0.35}, "fastapi": {"simple": 1}},
        workers=1,
        of_scenarios=False,
    ),
)


@frozen
class Verdict:
    """One target, looked at."""

    target: Target
    peer: str
    cell: Cell
    ratio: float

    @property
    def bound(self) -> float:
        return self.target.bounds[self.peer][self.cell.scenario]

    @property
    def reached(self) -> bool:
        return self.ratio >= self.bound if self.target.at_least else self.ratio <= self.bound


def verdicts(results: Results) -> Iterator[Verdict]:
    """Every target that the results have figures for."""
    for target in TARGETS:
        for cell in results.cells():
            if (cell.workers, cell.connections) != (target.workers, target.connections):
                continue
            ours = results.rounds(OURS, cell)
            for peer, bounds in target.bounds.items():
                theirs = results.rounds(peer, cell)
                both = ours.keys() & theirs.keys()
                if both and cell.scenario in bounds:
                    ratio = median(_value(ours[at], target.measure) / _value(theirs[at], target.measure) for at in both)
                    yield Verdict(target, peer, cell, ratio)


def _value(of: Run, measure: str) -> float:
    figures = of.figures
    match measure:
        case "requests/s":
            return figures.requests_per_second
        case "p99":
            return figures.p99_ms
        case "p50":
            return figures.p50_ms
        case "CPU of service and database per request":
            return figures.application_cpu_us + figures.database_cpu_us
        case _:
            return of.idle_memory_mib
