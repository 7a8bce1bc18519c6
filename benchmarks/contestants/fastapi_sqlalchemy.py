"""FastAPI, SQLAlchemy's asyncio ORM on asyncpg, pydantic, uvicorn with uvloop and httptools."""

import platform
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.contestants.contestant import BENCHMARKS
from benchmarks.contestants.installation import python_installed_once
from benchmarks.contestants.peer import Peer


class FastapiSqlalchemy(Peer):
    name = "fastapi"
    title = "FastAPI + SQLAlchemy"
    notes = "as many processes as workers (uvicorn), each with a pool of 40 connections that never overflows"
    folder = BENCHMARKS / "peers" / "fastapi_sqlalchemy"
    home = BENCHMARKS / ".peers" / "fastapi_sqlalchemy"

    def missing(self) -> str:
        return ""

    def install(self) -> None:
        python_installed_once(self.home, self.folder / "requirements.lock")

    def versions(self) -> Mapping[str, str]:
        lines = (self.folder / "requirements.in").read_text().splitlines()
        return {"python": platform.python_version(), **dict(line.split("==") for line in lines)}

    def command(self, port: int, workers: int) -> Sequence[str | Path]:
        """Without an access log; one worker runs in the one process."""
        quiet = ["--no-access-log", "--log-level", "warning"]
        fast = ["--loop", "uvloop", "--http", "httptools"]
        where = ["--host", "127.0.0.1", "--port", str(port), "--workers", str(workers)]
        return [self.home / "bin" / "uvicorn", "app.main:app", *where, *fast, *quiet]
