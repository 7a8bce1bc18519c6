"""`taskapi check`: the state of settings, database and schema, and what to fix."""

from collections.abc import Iterator

import click

from adapters.postgres_server import EmbeddedPostgresError
from adapters.postgres_server.installation import bundled
from entrypoints.cli.checks import (
    CheckResult,
    State,
    check_database,
    check_import_names,
    check_port,
    check_settings,
    ok,
    problem,
)
from entrypoints.cli.database import running_database, wait_for_database
from entrypoints.cli.errors import FAILED, CliError
from entrypoints.cli.options import DOTENV, load_settings
from entrypoints.settings import Settings, SettingsError


@click.command()
@click.pass_context
def check(context: click.Context) -> None:
    """Check settings, database and schema, and say what to fix.

    Every line says ok, advice or problem, and what to do; the exit code is 1 if there is a problem. Nothing is
    changed, and no secret is shown.
    """
    healthy = True
    for result in _results():
        healthy &= result.state is not State.PROBLEM
        click.echo(f"{result.state:<8} {result.subject:<12} {result.text}")
    context.exit(0 if healthy else FAILED)


def _results() -> Iterator[CheckResult]:
    yield from check_import_names()
    try:
        settings = load_settings()
    except SettingsError as error:
        yield from (problem("settings", text) for text in error.messages)
        return
    yield from check_settings(settings, DOTENV)
    yield check_port(settings.server.host, settings.server.port)
    try:
        yield from _check_database(settings)
    except (EmbeddedPostgresError, CliError) as error:
        yield problem("database", str(error))


def _check_database(settings: Settings) -> Iterator[CheckResult]:
    url, folder = settings.database.url, settings.database.data_dir
    if url is None and not (folder / "postgres").exists():
        yield ok("database", f"an embedded PostgreSQL {max(bundled())} will be created in {folder.absolute()}")
        return
    with running_database(settings) as completed:
        diagnosis = wait_for_database(completed, timeout=0)
        yield ok("database", f"{url} answers" if url else f"embedded in {folder.absolute()}")
        yield from check_database(diagnosis, settings)
