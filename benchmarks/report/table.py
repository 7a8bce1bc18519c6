"""The results as Markdown."""

from collections.abc import Iterable, Iterator, Sequence

from benchmarks.load.wrk import Figures
from benchmarks.report.results import Cell, Results
from benchmarks.report.targets import verdicts

SCENARIOS = {
    "simple": "simple JSON answer",
    "read": "read one task",
    "list": "list the 20 newest",
    "create": "create",
    "edit": "edit",
    "mix": "mix: 70 % read, 20 % list, 10 % write",
}


def markdown(results: Results) -> str:
    """The whole report."""
    parts = (_head, _speed, _memory, _targets, _notes, _versions)
    return "\n".join(line for part in parts for line in part(results))


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """A table whose first column is text and whose others are numbers."""
    rule = ["---", *("---:" for _ in header[1:])]
    return [*(f"| {' | '.join(row)} |" for row in (header, rule, *rows)), ""]


def _head(results: Results) -> Iterator[str]:
    spread = max(one.spread for one in results.medians)
    settings, server = results.settings, results.versions["server"]
    yield "# Benchmark"
    yield ""
    yield f"{results.date}, {results.machine}."
    yield f"PostgreSQL {server['postgresql']} with fsync, on the same machine as the services and wrk {server['wrk']}."
    yield f"{settings['users']} users with {settings['tasks_each']} tasks each."
    yield f"Medians of {settings['rounds']} rounds of {settings['seconds']} s; largest spread of rounds {spread:.0%}."
    yield f"Command: `{results.command}`, commit {results.revision or 'unknown'}."
    for title, reason in results.missing.items():
        yield f"Not measured: {title}, because {reason}."
    yield ""


def _speed(results: Results) -> Iterator[str]:
    cells = results.cells()
    for workers in sorted({cell.workers for cell in cells}):
        for connections in sorted({cell.connections for cell in cells}):
            chosen = [cell for cell in cells if (cell.workers, cell.connections) == (workers, connections)]
            yield f"## {_count(workers, 'worker')}, {_count(connections, 'connection')}"
            yield ""
            yield "Requests per second · p50 / p99 in ms · CPU of the service + of PostgreSQL in µs per request."
            yield ""
            yield from table(["", *results.titles.values()], (_speed_row(results, cell) for cell in chosen))


def _speed_row(results: Results, cell: Cell) -> list[str]:
    found = [results.of(contestant, cell) for contestant in results.titles]
    return [SCENARIOS[cell.scenario], *(_speed_cell(one.figures) if one else "" for one in found)]


def _speed_cell(figures: Figures) -> str:
    return (
        f"**{figures.requests_per_second:,.0f}** · {figures.p50_ms:.2f} / {figures.p99_ms:.2f} · "
        f"{figures.application_cpu_us:.0f} + {figures.database_cpu_us:.0f}"
    )


def _memory(results: Results) -> Iterator[str]:
    yield "## Memory"
    yield ""
    yield "All processes of the service, proportional set size in MiB: idle / the most after any run."
    yield ""
    workers = sorted({cell.workers for cell in results.cells()})
    rows = ([_count(number, "worker"), *_memory_cells(results, number)] for number in workers)
    yield from table(["", *results.titles.values()], rows)


def _memory_cells(results: Results, workers: int) -> Iterator[str]:
    for contestant in results.titles:
        found = [one for one in results.medians if (one.contestant, one.cell.workers) == (contestant, workers)]
        yield f"{found[0].idle_memory_mib:.0f} / {max(one.figures.memory_mib for one in found):.0f}"


def _targets(results: Results) -> Iterator[str]:
    found = list(verdicts(results))
    if not found:
        return
    yield "## Against the targets"
    yield ""
    yield "Ours divided by the peer's in the same round, median of the rounds."
    yield ""
    rows = (
        [
            one.target.measure,
            SCENARIOS[one.cell.scenario] if one.target.of_scenarios else "whole service",
            _count(one.cell.connections, "connection"),
            _count(one.cell.workers, "worker"),
            results.titles[one.peer],
            f"{one.ratio:.2f}",
            f"{'≥' if one.target.at_least else '≤'} {one.bound:g}",
            "reached" if one.reached else f"**missed** by {abs(one.ratio / one.bound - 1):.0%}",
        ]
        for one in found
    )
    yield from table(["", "", "", "", "against", "ratio", "target", ""], rows)


def _notes(results: Results) -> Iterator[str]:
    yield "## Processes, threads and connections"
    yield ""
    for name, note in results.notes.items():
        yield f"* {results.titles[name]}: {note}."
    yield ""
    yield "[Which of this favours whom](../README.md#what-is-not-quite-fair)."
    yield ""


def _versions(results: Results) -> Iterator[str]:
    yield "## Versions"
    yield ""
    for name, parts in results.versions.items():
        yield f"* {results.titles.get(name, name)}: {', '.join(f'{part} {version}' for part, version in parts.items())}"
    yield ""


def _count(number: int, unit: str) -> str:
    return f"{number} {unit}{'' if number == 1 else 's'}"
