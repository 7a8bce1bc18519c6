"""Medians of the rounds, ratios, and the file that keeps everything."""

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from statistics import median

from attrs import asdict, fields, frozen

from benchmarks.load.wrk import Figures
from benchmarks.report.machine import Machine
from benchmarks.run import Run


@frozen
class Cell:
    """What is compared between contestants."""

    workers: int
    scenario: str
    connections: int


@frozen
class Median:
    """The middle of all rounds of one contestant in one cell, each figure by itself."""

    contestant: str
    cell: Cell
    idle_memory_mib: float
    figures: Figures
    spread: float
    """Between the fastest and the slowest round, as a part of the median of requests per second."""


@frozen
class Results:
    """Everything that one command found out, and with what."""

    command: str
    date: str
    machine: Machine
    versions: Mapping[str, Mapping[str, str]]
    """By contestant, and of PostgreSQL and wrk under `server`."""
    titles: Mapping[str, str]
    """Names of the contestants as a reader sees them, ours first."""
    notes: Mapping[str, str]
    """How each contestant is set up: processes, threads, connections."""
    missing: Mapping[str, str]
    """The titles of contestants that were not measured, and why."""
    revision: str
    """The commit that was measured."""
    settings: Mapping[str, object]
    runs: Sequence[Run]
    medians: Sequence[Median]

    def of(self, contestant: str, cell: Cell) -> Median | None:
        return next((one for one in self.medians if one.contestant == contestant and one.cell == cell), None)

    def rounds(self, contestant: str, cell: Cell) -> Mapping[int, Run]:
        """The runs of a contestant in a cell, by round."""
        runs = (run for run in self.runs if run.contestant == contestant)
        return {run.round: run for run in runs if Cell(run.workers, run.scenario, run.connections) == cell}

    def cells(self) -> list[Cell]:
        """In the order in which they were measured."""
        return list(dict.fromkeys(one.cell for one in self.medians))

    def save(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "benchmark.json").write_text(json.dumps(asdict(self), indent=1) + "\n")


def medians(runs: Iterable[Run]) -> list[Median]:
    """One `Median` for each contestant and cell, in the order of the first round."""
    grouped: dict[tuple[str, Cell], list[Run]] = {}
    for run in runs:
        cell = Cell(run.workers, run.scenario, run.connections)
        grouped.setdefault((run.contestant, cell), []).append(run)
    return [_median(contestant, cell, found) for (contestant, cell), found in grouped.items()]


def middle(figures: Sequence[Figures]) -> Figures:
    """The medians of several runs, each figure by itself."""
    return Figures(**{one.name: median(getattr(figure, one.name) for figure in figures) for one in fields(Figures)})


def _median(contestant: str, cell: Cell, runs: Sequence[Run]) -> Median:
    speeds = [run.figures.requests_per_second for run in runs]
    return Median(
        contestant=contestant,
        cell=cell,
        idle_memory_mib=median(run.idle_memory_mib for run in runs),
        figures=middle([run.figures for run in runs]),
        spread=(max(speeds) - min(speeds)) / median(speeds),
    )
