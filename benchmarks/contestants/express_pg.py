"""Express with pg's pool and named statements, zod and jsonwebtoken, on Node's cluster."""

import json
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.contestants.contestant import BENCHMARKS
from benchmarks.contestants.installation import build, installed_once, without
from benchmarks.contestants.peer import Peer
from benchmarks.report.machine import answer_of


class ExpressPg(Peer):
    name = "express"
    title = "Express + pg"
    notes = "as many processes as workers (Node's cluster), each with a pool of 10 connections"
    source = BENCHMARKS / "peers" / "express_pg"
    folder = BENCHMARKS / ".peers" / "express_pg"

    def missing(self) -> str:
        return without(("node", "npm"), "Node 20 or newer with npm")

    def install(self) -> None:
        with installed_once(self.folder, self.source / "package-lock.json") as missing:
            if missing:
                self.folder.mkdir(parents=True)
                for name in ("package.json", "package-lock.json"):
                    shutil.copy(self.source / name, self.folder)
                build(self.folder, "npm", "ci", "--omit=dev", "--no-audit", "--no-fund", "--loglevel=error")
        # Node looks for packages beside the source, hence the copy.
        shutil.copytree(self.source / "src", self.folder / "src", dirs_exist_ok=True)

    def versions(self) -> Mapping[str, str]:
        packages = json.loads((self.source / "package.json").read_text())["dependencies"]
        return {"node": answer_of("node", "--version"), **packages}

    def command(self, port: int, workers: int) -> Sequence[str | Path]:
        """Port and number of workers come from the environment."""
        del port, workers
        return ["node", "src/server.js"]
