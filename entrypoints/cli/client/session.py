"""The client of a command, and the tasks that its arguments mean."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from uuid import UUID

import click

from entrypoints.cli.client.credentials import current
from entrypoints.cli.client.errors import NothingFound, NotPossible, errors_reported
from entrypoints.cli.errors import UsageError
from taskapi_client import Client, Settings, Task

SETTINGS = Settings(user_agent="taskapi-cli")
SHORT, SHORTEST = 6, 4
"""Digits of an id that lists show, and that suffice as an argument."""
_DIGITS = frozenset("0123456789abcdef")


@contextmanager
def client() -> Iterator[Client]:
    """Return a client with the stored credentials; its errors become those of the command line."""
    url, token = current()
    with errors_reported(), Client(url, token, settings=SETTINGS) as opened:
        yield opened


def short(id_: UUID) -> str:
    """Return the digits by which people name a task: the last ones, because the first ones of all ids are alike."""
    return id_.hex[-SHORT:]


def tasks_named(opened: Client, names: Iterable[str]) -> list[Task]:
    """Return the tasks that arguments name, by whole ids or by their last digits; raise `CliError` for any other."""
    found: dict[str, Task] = {}
    missing = list(dict.fromkeys(names))
    for name in list(missing):
        if (id_ := whole_id(name)) is not None:
            found[name] = opened.tasks.read(id_)
            missing.remove(name)
    if missing:
        found |= _by_last_digits(missing, opened.tasks.every(limit=100))
    return [found[name] for name in dict.fromkeys(names)]


def whole_id(name: str) -> UUID | None:
    """Return the id that a text is, or None if it is only the end of one; raise `UsageError`."""
    try:
        return UUID(name)
    except ValueError:
        pass
    if not len(name) >= SHORTEST or not _DIGITS.issuperset(name.lower()):
        raise UsageError(f"{name!r} is not an id: give at least the last {SHORTEST} digits, as `taskapi ls` shows them")
    return None


def _by_last_digits(names: Iterable[str], tasks: Iterable[Task]) -> dict[str, Task]:
    matches: dict[str, list[Task]] = {name: [] for name in names}
    for task in tasks:
        for name, found in matches.items():
            if task.id.hex.endswith(name.lower()):
                found.append(task)
    for name, found in matches.items():
        if not found:
            raise NothingFound(f"there is no task whose id ends with {name}")
        if len(found) > 1:
            several = ", ".join(f"{task.id} ({click.unstyle(task.title)})" for task in found[:3])
            raise NotPossible(f"{name} is the end of several ids: {several}")
    return {name: found[0] for name, found in matches.items()}
