"""The log of the server: one file in the data folder, and the reason of a failed start in one line."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Self

from attrs import frozen

from adapters.postgres_server.errors import DidNotStart

MAX_BYTES = 1_000_000
"""Bytes after which the next start begins a new file; one earlier file is kept."""


@frozen
class ServerLog:
    """The log of one start."""

    path: Path
    stream: IO[bytes]
    start: int

    @classmethod
    @contextmanager
    def in_folder(cls, folder: Path) -> Iterator[Self]:
        """Continue the log in a folder, or begin a new one when it has grown large."""
        path = folder / "postgres.log"
        if path.exists() and path.stat().st_size > MAX_BYTES:
            path.replace(path.with_suffix(".log.1"))
        with path.open("ab") as stream:
            yield cls(path, stream, stream.tell())

    def failure(self) -> DidNotStart:
        """Return the error of this start: the last error line of the log."""
        with self.path.open("rb") as log:
            log.seek(self.start)
            lines = log.read().decode("utf-8", "replace").splitlines()
        errors = [line for line in lines if re.search(r"\b(FATAL|PANIC|error):", line)]
        reason = (errors or lines or ["it exited without a message"])[-1]
        return DidNotStart(re.sub(r"^.*?(FATAL|PANIC|error): +", "", reason), self.path)
