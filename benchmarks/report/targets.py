"""The ratios to reach, and whether they were."""

from collections.abc import Iterator, Mapping
from statistics import median

from attrs import frozen

from benchmarks.comparison import Run
from benchmarks.report.results import Cell, Results

OURS = "taskapi"
CONNECTIONS = 32
WORK = ("read", "list", "create", "edit")


@frozen
class Target:
    """A bound for ours divided by the peer's in the same round, at 32 connections and the same number of workers."""

    measure: str
    bounds: Mapping[str, float]
    """By peer."""
    scenarios: tuple[str, ...]
    at_least: bool
    workers: int | None = None
    """The only number of workers that it is about; `None` means all."""


TARGETS = (
    Target("requests/s", {"fastapi": 8, "express": 4}, WORK, at_least=True),
    Target("p99", {"fastapi": 1 / 4, "express": 1 / 2}, WORK, at_least=False),
    Target("requests/s", {"fastapi": 1.5, "express": 0.5}, ("simple",), at_least=True),
    Target("idle memory", {"fastapi": 1, "express": 0.7}, ("simple",), at_least=False, workers=1),
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
        return self.target.bounds[self.peer]

    @property
    def reached(self) -> bool:
        return self.ratio >= self.bound if self.target.at_least else self.ratio <= self.bound


def verdicts(results: Results) -> Iterator[Verdict]:
    """Every target that the results have figures for."""
    for target in TARGETS:
        for cell in results.cells():
            concerned = cell.scenario in target.scenarios and cell.connections == CONNECTIONS
            if not concerned or target.workers not in (None, cell.workers):
                continue
            ours = results.rounds(OURS, cell)
            for peer in target.bounds:
                theirs = results.rounds(peer, cell)
                if both := ours.keys() & theirs.keys():
                    yield Verdict(
                        target, peer, cell, median(_ratio(ours[at], theirs[at], target.measure) for at in both)
                    )


def _ratio(ours: Run, theirs: Run, measure: str) -> float:
    """Ours by theirs, in one round: a machine that gets slower from round to round does so for both."""
    return _value(ours, measure) / _value(theirs, measure)


def _value(of: Run, measure: str) -> float:
    match measure:
        case "requests/s":
            return of.figures.requests_per_second
        case "p99":
            return of.figures.p99_ms
        case _:
            return of.idle_memory_mib
