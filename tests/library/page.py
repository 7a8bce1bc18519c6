"""The programs on the page `docs/library.md`, and the one in the README."""

import re
from collections.abc import Mapping
from pathlib import Path

from attrs import frozen

from tests.support.repository import ROOT

TEXT = (ROOT / "docs/library.md").read_text(encoding="utf-8")

_PROGRAM = re.compile(
    r"""
    ^```python\n
    (?:[#][ ](?P<name>\w+\.py)\n)?
    (?P<code>.*?)
    ^```\n
    (?:```text\n (?P<output>.*?) ^```)?
    """,
    re.DOTALL | re.MULTILINE | re.VERBOSE,
)


@frozen
class Program:
    """A program, and the output that follows it; None if nothing follows."""

    code: str
    output: str | None


def programs_in(text: str) -> Mapping[str, Program]:
    """Return the programs of a page by file name."""
    return {found["name"]: Program(found["code"], found["output"]) for found in _PROGRAM.finditer(text)}


PROGRAMS = programs_in(TEXT)
(README,) = (
    Program(found["code"], found["output"])
    for found in _PROGRAM.finditer((ROOT / "README.md").read_text(encoding="utf-8"))
)


def save_programs(folder: Path) -> None:
    """Save every program under its name."""
    for name, program in PROGRAMS.items():
        (folder / name).write_text(program.code, encoding="utf-8")


def table_below(heading: str) -> list[tuple[str, ...]]:
    """Return the rows of the first table after a heading or its sentence, cell by cell."""
    lines = TEXT.partition(heading)[2].splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith("| ---"))
    rows = lines[start + 1 : lines.index("", start)]
    return [tuple(cell.strip() for cell in row.strip("|").split("|")) for row in rows]
