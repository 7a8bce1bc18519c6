"""What the tests saw, in figures: printed with `-s`, and entered into the table of docs/reliability.md.

`python -m tests.faults.support.figures FILE` enters what a run with `TEST_FIGURES=FILE` has seen.
"""

import os
import sys
from pathlib import Path

from attrs import frozen

from tests.support.repository import ROOT

TABLE = ROOT / "docs/reliability.md"


@frozen
class Figures:
    """Takes down what was measured."""

    file: Path | None

    @classmethod
    def from_environment(cls) -> "Figures":
        """As the environment says."""
        name = os.environ.get("TEST_FIGURES")
        return cls(Path(name) if name else None)

    def __call__(self, check: str, measured: str) -> None:
        """Note what a check, such as `R03`, has measured."""
        line = f"{check}: {measured}\n"
        sys.stdout.write(line)
        if self.file:
            with self.file.open("a", encoding="utf-8") as file:
                file.write(line)


def entered(table: str, figures: str) -> str:
    """The table with the last cell of each row that was measured; raise `ValueError` for a row that is not there."""
    rows = table.splitlines()
    for line in figures.splitlines():
        check, _, measured = line.partition(": ")
        (place,) = (number for number, row in enumerate(rows) if row.startswith(f"| {check} |"))
        rows[place] = f"{rows[place].rsplit('|', 2)[0]}| {measured} |"
    return "\n".join((*rows, ""))


if __name__ == "__main__":
    TABLE.write_text(
        entered(TABLE.read_text(encoding="utf-8"), Path(sys.argv[1]).read_text(encoding="utf-8")), encoding="utf-8"
    )
