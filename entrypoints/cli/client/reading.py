"""`taskapi ls`, `show`, `history`, `watch` and `open`."""

import sys
from itertools import islice
from typing import Any

import click

from entrypoints.cli.client.credentials import current
from entrypoints.cli.client.output import as_json, change_text, due_text, printable, table
from entrypoints.cli.client.session import client, tasks_named, whole_id
from entrypoints.cli.client.writing import now
from taskapi_client import Due, Priority, Sort, Status

OPEN = (Status.TODO, Status.IN_PROGRESS)


@click.command()
@click.argument("words", nargs=-1)
@click.option("-s", "--status", multiple=True, type=click.Choice([each.value for each in Status]), help="Any of them.")
@click.option("-a", "--all", "everything", is_flag=True, help="Finished tasks as well.")
@click.option("-p", "--priority", multiple=True, type=click.Choice([each.value for each in Priority]))
@click.option("--due", type=click.Choice([each.value for each in Due]), help="With or without a due date.")
@click.option("--sort", type=click.Choice([each.value for each in Sort]), default=Sort.DUE_AT.value, show_default=True)
@click.option("-n", "--limit", type=click.IntRange(1), default=100, show_default=True, help="Of tasks.")
@click.option("--json", "as_program", is_flag=True, help="Print the tasks as JSON.")
def ls(
    words: tuple[str, ...],
    status: tuple[str, ...],
    priority: tuple[str, ...],
    due: str | None,
    sort: str,
    limit: int,
    *,
    everything: bool,
    as_program: bool,
) -> None:
    """List tasks; WORDS search in title and description, as in: taskapi ls report -p high."""
    statuses = [Status(each) for each in status] or ([] if everything else list(OPEN))
    query = {
        "status": statuses,
        "priority": [Priority(each) for each in priority],
        "due": due and Due(due),
        "q": " ".join(words),
        "sort": Sort(sort),
        "limit": min(limit, 100),
    }
    given: Any = {name: value for name, value in query.items() if value}
    with client() as opened:
        found = list(islice(opened.tasks.every(**given), limit + 1))
    if as_program:
        click.echo(as_json(found[:limit]))
        return
    for line in table(found[:limit], now()):
        click.echo(line)
    if not found:
        click.echo("no tasks", err=True)
    if len(found) > limit:
        click.echo(f"... the first {limit}; more with -n", err=True)


@click.command()
@click.argument("task")
@click.option("--json", "as_program", is_flag=True, help="Print the task as JSON.")
def show(task: str, *, as_program: bool) -> None:
    """Show everything about a task."""
    with client() as opened:
        (found,) = tasks_named(opened, [task])
    if as_program:
        click.echo(as_json(found))
        return
    local = now()
    values = {
        "id": str(found.id),
        "title": printable(found.title),
        "status": found.status.value,
        "priority": found.priority.value,
        "due": due_text(found, local),
        "created": f"{found.created_at.astimezone(local.tzinfo):%Y-%m-%d %H:%M}",
        "updated": f"{found.updated_at.astimezone(local.tzinfo):%Y-%m-%d %H:%M} (version {found.version})",
    }
    for name, value in values.items():
        if value:
            click.echo(f"{name:10}{value}")
    if found.description:
        click.echo("\n" + "\n".join(printable(line) for line in found.description.splitlines()))


@click.command()
@click.argument("task")
@click.option("--json", "as_program", is_flag=True, help="Print the changes as JSON.")
def history(task: str, *, as_program: bool) -> None:
    """List the changes of a task, the newest first, with the numbers that `taskapi undo` takes.

    Of a deleted task, give the whole id.
    """
    with client() as opened:
        changes = list(opened.tasks.history(whole_id(task) or tasks_named(opened, [task])[0]))
    if as_program:
        click.echo(as_json(changes))
        return
    for change in changes:
        click.echo(change_text(change, now()))


@click.command()
@click.option("--since", type=click.IntRange(0), help="Begin after the change with this number; without it, now.")
@click.option("--json", "as_program", is_flag=True, help="Print each change as one line of JSON.")
def watch(since: int | None, *, as_program: bool) -> None:
    """Print changes as they happen, until Ctrl-C; after a break of the connection it continues without a gap."""
    with client() as opened:
        for change in opened.changes.stream(since):
            if as_program:
                click.echo(as_json(change, indent=None))
            else:
                click.echo(change_text(change, now()))
            sys.stdout.flush()


@click.command("open")
def open_() -> None:
    """Open the board in the browser."""
    url, _ = current()
    click.echo(url)
    click.launch(url)
