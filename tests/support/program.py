"""The program in this very process: as from outside, only quicker."""

import io
import sys
from typing import Protocol

import pytest
from attrs import frozen

from tests.support.server import SECRET


@frozen
class Ran:
    """What came of a command."""

    code: int
    out: str
    err: str


class Run(Protocol):
    """Run `taskapi` with arguments; settings are its environment."""

    def __call__(self, *arguments: str, **settings: str) -> Ran: ...


def on(database_url: str) -> dict[str, str]:
    """The settings for a database of the operator's."""
    return {"DATABASE_URL": database_url, "JWT_SECRET": SECRET}


def piped(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give the program this on its standard input; surrogates stand for bytes that are no text."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode("utf-8", "surrogateescape"))))
