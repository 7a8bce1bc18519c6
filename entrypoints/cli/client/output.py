"""Tasks as people and as programs read them."""

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

import click
import msgspec

from entrypoints.cli.client.session import short
from taskapi_client import Priority, RecordedChange, Status, Task

MARKS = {Status.TODO: "[ ]", Status.IN_PROGRESS: "[~]", Status.DONE: "[x]", Status.CANCELLED: "[-]"}
COLORS = {Priority.CRITICAL: "red", Priority.HIGH: "yellow"}


def printable(text: str) -> str:
    """Return a text of someone in one line, without what would steer the terminal."""
    return "".join(char if char.isprintable() else " " for char in text)


def as_json(value: Any, *, indent: int | None = 2) -> str:
    """Return an object or a list as JSON, as the API writes it."""
    return json.dumps(msgspec.to_builtins(value), ensure_ascii=False, indent=indent)


def due_text(task: Task, now: datetime) -> str:
    """Return when a task is due, in the time zone of `now`."""
    if task.due_on:
        return day_text(task.due_on, now)
    if task.due_at:
        local = task.due_at.astimezone(now.tzinfo)
        return f"{day_text(local.date(), now)} {local:%H:%M}"
    return ""


def day_text(day: date, now: datetime) -> str:
    """Return a day, near ones by name."""
    distance = (day - now.date()).days
    if distance in (-1, 0, 1):
        return ("yesterday", "today", "tomorrow")[distance + 1]
    return f"{day:%a %d %b}" if 0 < distance < 300 else f"{day:%Y-%m-%d}"  # noqa: PLR2004 - days that need no year


def table(tasks: Sequence[Task], now: datetime) -> Iterable[str]:
    """Yield aligned lines: id, status, priority, due date, title."""
    rows = [(short(task.id), MARKS[task.status], task.priority.value, due_text(task, now), task) for task in tasks]
    width = max((len(row[3]) for row in rows), default=0)
    for id_, mark, priority, due, task in rows:
        finished = task.status in (Status.DONE, Status.CANCELLED)
        line = f"{id_}  {mark}  {priority:8}  {due:{width}}  {printable(task.title)}".rstrip()
        yield click.style(line, dim=finished, fg=None if finished else COLORS.get(task.priority))


def change_text(change: RecordedChange, now: datetime) -> str:
    """Return a change in one line."""
    at = change.at.astimezone(now.tzinfo)
    fields = {name: each for name, each in change.fields.items() if name not in ("updated_at", "created_at")}
    if change.kind == "edited":
        what = ", ".join(f"{name}: {_value(each.before)} -> {_value(each.after)}" for name, each in fields.items())
    else:
        title = fields.get("title") or fields.get("name")
        what = _value((title.after or title.before) if title else None)
    return f"{change.number:>6}  {at:%Y-%m-%d %H:%M}  {short(change.id)}  {change.object} {change.kind}  {what}"


def _value(value: Any) -> str:
    return "none" if value is None else printable(value if isinstance(value, str) else json.dumps(value))
