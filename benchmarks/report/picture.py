"""The results as a picture: one group of bars for each scenario."""

from collections.abc import Iterator
from html import escape

from benchmarks.report.results import Cell, Results
from benchmarks.report.table import SCENARIOS

WIDTH, LABELS, FIGURES = 760, 180, 120
BAR, GAP, HEAD = 18, 4, 58
OURS, PEERS = "#2563eb", "#94a3b8"
STYLE = """
text { font: 13px system-ui, sans-serif; fill: #1f2937 }
.title { font-weight: 600; font-size: 15px } .small { fill: #6b7280; font-size: 12px }
@media (prefers-color-scheme: dark) { text { fill: #e5e7eb } .small { fill: #9ca3af } }
"""


def svg(results: Results, *, workers: int, connections: int) -> str:
    """Requests per second as bars; every scenario has a scale of its own."""
    chosen = [cell for cell in results.cells() if (cell.workers, cell.connections) == (workers, connections)]
    group = len(results.titles) * (BAR + GAP) + 34
    height = HEAD + len(chosen) * group
    body = [line for place, cell in enumerate(chosen) for line in _group(results, cell, HEAD + place * group)]
    title = f"Requests per second, {connections} connections, {workers} worker{'' if workers == 1 else 's'}"
    frame = f'viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" role="img" aria-label="{title}"'
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" {frame}>',
            f"<style>{STYLE}</style>",
            _text(0, 18, title, "title"),
            _text(0, 38, f"{results.machine.processor}, {results.machine.cores} cores; longer is better", "small"),
            *body,
            "</svg>",
            "",
        ]
    )


def _group(results: Results, cell: Cell, top: int) -> Iterator[str]:
    yield _text(0, top + 14, SCENARIOS[cell.scenario])
    found = {name: median for name in results.titles if (median := results.of(name, cell))}
    longest = max(median.figures.requests_per_second for median in found.values())
    for place, (name, median) in enumerate(found.items()):
        speed = median.figures.requests_per_second
        y = top + 22 + place * (BAR + GAP)
        width = max(1, round((WIDTH - LABELS - FIGURES) * speed / longest))
        yield _text(12, y + 13, results.titles[name], "small")
        colour = OURS if name == "taskapi" else PEERS
        yield f'<rect x="{LABELS}" y="{y}" width="{width}" height="{BAR}" rx="2" fill="{colour}"/>'
        yield _text(LABELS + width + 8, y + 13, f"{speed:,.0f}")


def _text(x: int, y: int, text: str, kind: str = "") -> str:
    name = f' class="{kind}"' if kind else ""
    return f'<text x="{x}" y="{y}"{name}>{escape(text)}</text>'
