"""What is common to all that are compared."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

from benchmarks.load.cluster import Cluster
from benchmarks.load.crowd import Crowd, Population

SECRET = "a-secret-for-benchmarks-only-0123456789abcdef"
BENCHMARKS = Path(__file__).resolve().parent.parent


class Contestant(Protocol):
    """A service that can be installed, given data and started; all speak the same routes."""

    @property
    def name(self) -> str:
        """As on the command line and in JSON."""

    @property
    def title(self) -> str:
        """As a reader sees it."""

    @property
    def notes(self) -> str:
        """How it is set up, as far as it matters for the figures: processes, threads, connections."""

    @property
    def warm_up(self) -> int:
        """Seconds of load that it needs at least before it is measured."""

    def missing(self) -> str:
        """Why it cannot be installed on this machine; empty if it can."""

    def install(self) -> None:
        """Make it ready to start; quick when it already is."""

    def versions(self) -> Mapping[str, str]:
        """What it is made of."""

    def populate(self, cluster: Cluster, database: str, crowd: Crowd) -> Population:
        """Make a database with its schema and the crowd in it."""

    def command(self, port: int, workers: int) -> Sequence[str | Path]:
        """What starts it, listening on 127.0.0.1."""

    @property
    def folder(self) -> Path:
        """Where it is started."""


def environment(database_url: str, port: int, workers: int) -> dict[str, str]:
    """The settings that every contestant understands."""
    return {
        "DATABASE_URL": database_url,
        "JWT_SECRET": SECRET,
        "SERVER_PORT": str(port),
        "SERVER_WORKERS": str(workers),
        "NODE_ENV": "production",
    }
