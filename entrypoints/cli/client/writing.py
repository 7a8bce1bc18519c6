"""`taskapi add`, `edit`, `done`, `rm` and `undo`."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, TypeVar

import click

from entrypoints.cli.client.dates import EXAMPLES, parse_due
from entrypoints.cli.client.output import as_json, change_text, printable
from entrypoints.cli.client.session import client, short, tasks_named
from entrypoints.cli.errors import UsageError
from taskapi_client import Priority, Status, Task

F = TypeVar("F", bound=Callable[..., Any])
NO_DATE = "none"


def now() -> datetime:
    """Return the present moment in the time zone of this machine."""
    return datetime.now().astimezone()


class Due(click.ParamType[dict[str, Any]]):
    """A date, as the fields of a task."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dict[str, Any]:
        """Return `due_on` and `due_at`, of which at most one has a value."""
        if value == NO_DATE:
            return {"due_on": None, "due_at": None}
        try:
            found = parse_due(value, now())
        except ValueError as error:
            self.fail(str(error), param, ctx)
        return {"due_at": found, "due_on": None} if isinstance(found, datetime) else {"due_on": found, "due_at": None}


def fields(command: F) -> F:
    """Add the options for the fields of a task."""
    options = (
        click.option("-p", "--priority", type=click.Choice([each.value for each in Priority])),
        click.option("--due", type=Due(), help=f"For example {EXAMPLES}."),
        click.option("-d", "--description"),
    )
    for option in reversed(options):
        command = option(command)
    return command


def written(priority: str | None, due: dict[str, Any] | None, description: str | None) -> dict[str, Any]:
    """Return the fields that the options set."""
    given: dict[str, Any] = dict(due or {})
    if priority is not None:
        given["priority"] = Priority(priority)
    if description is not None:
        given["description"] = description or None
    return given


@click.command()
@click.argument("title")
@fields
@click.option("--json", "as_program", is_flag=True, help="Print the task as JSON.")
def add(title: str, *, as_program: bool, **options: Any) -> None:
    """Create a task, for example: taskapi add "Buy soil" -p high --due fri."""
    with client() as opened:
        given = {name: value for name, value in written(**options).items() if value is not None}
        task = opened.tasks.create(title=title, **given)
    _print(task, f"{short(task.id)}  {printable(task.title)}", as_program=as_program)


@click.command()
@click.argument("task")
@click.option("-t", "--title")
@click.option("-s", "--status", type=click.Choice([each.value for each in Status]))
@fields
@click.option("--json", "as_program", is_flag=True, help="Print the task as JSON.")
def edit(task: str, title: str | None, status: str | None, *, as_program: bool, **options: Any) -> None:
    """Change fields of a task; `--due none` and an empty description remove the value."""
    given = written(**options)
    if title is not None:
        given["title"] = title
    if status is not None:
        given["status"] = Status(status)
    if not given:
        raise UsageError("nothing to change; name at least one field, see taskapi edit --help")
    with client() as opened:
        (present,) = tasks_named(opened, [task])
        edited = opened.tasks.edit(present, **given)
    _print(edited, f"{short(edited.id)}  {printable(edited.title)}", as_program=as_program)


@click.command()
@click.argument("tasks", nargs=-1, required=True)
def done(tasks: Sequence[str]) -> None:
    """Complete tasks."""
    with client() as opened:
        for each in tasks_named(opened, tasks):
            opened.tasks.edit(each, status=Status.DONE)
            click.echo(f"{short(each.id)}  done  {printable(each.title)}")


@click.command()
@click.argument("tasks", nargs=-1, required=True)
def rm(tasks: Sequence[str]) -> None:
    """Delete tasks; `taskapi undo` brings them back."""
    with client() as opened:
        for each in tasks_named(opened, tasks):
            opened.tasks.delete(each)
            click.echo(f"{short(each.id)}  deleted  {printable(each.title)}")


@click.command()
@click.argument("numbers", type=click.IntRange(1), nargs=-1)
def undo(numbers: Sequence[int]) -> None:
    """Undo changes by their numbers, which `taskapi history` shows; without one, the last change of the account."""
    with client() as opened:
        targets = numbers or (_last_change(opened.changes.page(limit=1).latest),)
        result = opened.changes.undo_all(numbers=list(targets))
    if not result.changes:
        click.echo("nothing differs now")
    for change in result.changes:
        click.echo(change_text(change, now()))


def _last_change(latest: int) -> int:
    if not latest:
        raise UsageError("there is no change to undo")
    return latest


def _print(task: Task, line: str, *, as_program: bool) -> None:
    click.echo(as_json(task) if as_program else line)
