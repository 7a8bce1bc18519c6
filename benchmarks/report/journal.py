"""Finished runs on disk, as they come, so that a comparison that broke off can be continued as the same comparison."""

import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from attrs import asdict, frozen

from benchmarks.errors import BenchmarkError
from benchmarks.load.wrk import Figures
from benchmarks.run import Run

FILE = "benchmark.partial.jsonl"


@frozen
class Journal:
    """A file with what a comparison is about in its first line and one finished run in each of the others."""

    path: Path

    def begin(self, settings: Mapping[str, object], finished: Iterable[Run] = ()) -> None:
        """Write the file with what it begins with, replacing it at once."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        beside = self.path.with_suffix(".new")
        beside.write_text("".join(_line(value) for value in (settings, *map(asdict, finished))))
        beside.replace(self.path)

    def add(self, run: Run) -> None:
        """Append a run; it is on disk afterwards."""
        with self.path.open("a") as file:
            file.write(_line(asdict(run)))
            file.flush()
            os.fsync(file.fileno())

    def finished(self, settings: Mapping[str, object]) -> list[Run]:
        """Return the runs of a comparison that broke off; raise `BenchmarkError` unless it is this one."""
        if not self.path.exists():
            raise BenchmarkError(f"nothing to continue: there is no {self.path}")
        first, *others = self.path.read_text().splitlines(keepends=True)
        before, now = json.loads(first), json.loads(_line(settings))
        if differences := list(_differences(before, now)):
            raise BenchmarkError(
                f"{self.path} has runs of another comparison, and runs are not mixed: {'; '.join(differences)}"
            )
        # A last line without its end was being written when the comparison broke off.
        return [_run(json.loads(line)) for line in others if line.endswith("\n")]

    def refuse_to_replace(self) -> None:
        """Raise `BenchmarkError` if runs would be lost by beginning anew."""
        if self.path.exists():
            count = self.path.read_text().count("\n") - 1
            raise BenchmarkError(
                f"{self.path} has {count} runs of a comparison that broke off: continue it with --continue, "
                "or remove the file to begin anew"
            )

    def remove(self) -> None:
        """Forget the runs, since they are in the results."""
        self.path.unlink()


def _line(value: object) -> str:
    return f"{json.dumps(value)}\n"


def _run(stored: Any) -> Run:
    return Run(**{**stored, "figures": Figures(**stored["figures"])})


def _differences(before: Mapping[str, Any], now: Mapping[str, Any]) -> Iterable[str]:
    for name in sorted(before.keys() | now.keys()):
        if before.get(name) != now.get(name):
            yield f"{name} was {json.dumps(before.get(name))} and is {json.dumps(now.get(name))}"
