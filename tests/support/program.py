"""Running the program inside the test process, which is faster than a separate one."""

import io
import sys
from typing import Protocol

import pytest
from attrs import frozen

from tests.support.server import SECRET


@frozen
class CommandResult:
    """The result of a command."""

    code: int
    out: str
    err: str


class Run(Protocol):
    """Run `taskapi` with arguments; settings are its environment."""

    def __call__(self, *arguments: str, **settings: str) -> CommandResult: ...


def on(database_url: str) -> dict[str, str]:
    """Return the settings for an external database."""
    return {"DATABASE_URL": database_url, "JWT_SECRET": SECRET}


def set_stdin(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Set the standard input of the program; surrogates stand for bytes that are not UTF-8."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode("utf-8", "surrogateescape"))))
