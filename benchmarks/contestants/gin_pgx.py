"""gin, pgx with its pool and golang-jwt, in one process."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.contestants.contestant import BENCHMARKS
from benchmarks.contestants.installation import build, built_once, program, without
from benchmarks.contestants.peer import Peer
from benchmarks.report.machine import answer_of


class GinPgx(Peer):
    name = "gin"
    title = "gin + pgx"
    notes = "one process with GOMAXPROCS = workers, and one pool of 10 connections"
    source = BENCHMARKS / "peers" / "gin_pgx"
    folder = BENCHMARKS / ".peers" / "gin_pgx"

    def missing(self) -> str:
        return without(("go",), "Go 1.26 or newer")

    def install(self) -> None:
        with built_once(self.folder, self.source) as missing:
            if missing:
                build(self.folder, str(program("go")), "build", "-mod=readonly", "-trimpath", "-o", "gin_pgx", ".")

    def versions(self) -> Mapping[str, str]:
        direct = (self.source / "go.mod").read_text().partition("require (")[2].partition(")")[0]
        modules = {name.split("/")[2]: version for name, version in re.findall(r"(\S+) v(\S+)", direct)}
        return {"go": answer_of(str(program("go")), "version").split()[2].removeprefix("go"), **modules}

    def command(self, port: int, workers: int) -> Sequence[str | Path]:
        """Port and number of processors come from the environment."""
        del port, workers
        return [self.folder / "gin_pgx"]
