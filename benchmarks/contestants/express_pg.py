"""Express with pg's pool and named statements, zod and jsonwebtoken, on Node's cluster."""

import json
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.contestants import peer_data
from benchmarks.contestants.contestant import BENCHMARKS
from benchmarks.contestants.installation import installed_once
from benchmarks.errors import BenchmarkError
from benchmarks.load.cluster import Cluster
from benchmarks.load.crowd import Crowd, Population
from benchmarks.report.machine import answer_of


class ExpressPg:
    name = "express"
    title = "Express + pg"
    source = BENCHMARKS / "peers" / "express_pg"
    folder = BENCHMARKS / ".peers" / "express_pg"

    def install(self) -> None:
        if not (shutil.which("node") and shutil.which("npm")):
            raise BenchmarkError("the peer express needs Node 20 or newer and npm; leave it out with --contestant")
        with installed_once(self.folder, self.source / "package-lock.json") as missing:
            if missing:
                self.folder.mkdir(parents=True)
                for name in ("package.json", "package-lock.json"):
                    shutil.copy(self.source / name, self.folder)
                npm = ["npm", "ci", "--omit=dev", "--no-audit", "--no-fund", "--loglevel=error"]
                subprocess.run(npm, cwd=self.folder, check=True, stdout=subprocess.DEVNULL)
        # Node looks for packages beside the source, hence the copy.
        shutil.copytree(self.source / "src", self.folder / "src", dirs_exist_ok=True)

    def versions(self) -> Mapping[str, str]:
        packages = json.loads((self.source / "package.json").read_text())["dependencies"]
        return {"node": answer_of("node", "--version"), **packages}

    def populate(self, cluster: Cluster, database: str, crowd: Crowd) -> Population:
        return peer_data.populate(cluster, database, crowd)

    def command(self, port: int, workers: int) -> Sequence[str | Path]:
        """Port and number of workers come from the environment."""
        del port, workers
        return ["node", "src/server.js"]
