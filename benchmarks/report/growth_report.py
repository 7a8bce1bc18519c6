"""What grew, as Markdown."""

from collections.abc import Iterable, Iterator, Sequence

from attrs import frozen

from benchmarks.load.wrk import Figures
from benchmarks.report.machine import Machine
from benchmarks.report.results import middle
from benchmarks.report.table import SCENARIOS, table

FLAT = 0.15
SERIES = {
    "tasks": "Tasks in the database (32 connections)",
    "page": "Number of the page, pages of 10 (32 connections)",
    "connections": "Connections",
}


@frozen
class Point:
    """One run at one place of a series."""

    series: str
    scenario: str
    at: int
    figures: Figures


def markdown(title: str, machine: Machine, rounds: int, seconds: int, points: Iterable[Point]) -> str:
    """The whole report; every row is the median of its rounds."""
    grouped: dict[tuple[str, str], dict[int, list[Figures]]] = {}
    for point in points:
        grouped.setdefault((point.series, point.scenario), {}).setdefault(point.at, []).append(point.figures)
    lines = [f"# Growth: {title}", "", f"{machine}. One worker; medians of {rounds} rounds of {seconds} s.", ""]
    for (series, scenario), places in grouped.items():
        figures = {at: middle(found) for at, found in sorted(places.items())}
        lines += _section(series, scenario, figures)
    return "\n".join(lines)


def _section(series: str, scenario: str, figures: dict[int, Figures]) -> Iterator[str]:
    yield f"## {SERIES[series]}: {SCENARIOS.get(scenario, 'read that page')}"
    yield ""
    header = ["", "requests/s", "p50 ms", "p99 ms", "CPU of the service, µs", "CPU of PostgreSQL, µs"]
    yield from table(header, ([f"{at:,}", *_row(one)] for at, one in figures.items()))
    if series != "connections":
        off = deviation([one.application_cpu_us + one.database_cpu_us for one in figures.values()])
        verdict = "flat" if off <= FLAT else "**not flat**"
        yield f"CPU per request, service and PostgreSQL: ±{off:.0%} around the middle, {verdict} (±{FLAT:.0%})."
        yield ""


def deviation(costs: Sequence[float]) -> float:
    """Half the way from the lowest to the highest, as a part of the middle between them."""
    return (max(costs) - min(costs)) / (max(costs) + min(costs))


def _row(figures: Figures) -> list[str]:
    return [
        f"{figures.requests_per_second:,.0f}",
        f"{figures.p50_ms:.2f}",
        f"{figures.p99_ms:.2f}",
        f"{figures.application_cpu_us:.0f}",
        f"{figures.database_cpu_us:.0f}",
    ]
