"""`taskapi check`: the state of settings, database and schema, and what to fix."""

from collections.abc import Iterator

import click

from adapters.postgres_server import EmbeddedPostgresError
from adapters.postgres_server.installation import bundled
from entrypoints.cli.checks import Finding, State, about_port, in_database, in_settings, ok, problem
from entrypoints.cli.database import arrived, complete
from entrypoints.cli.errors import FAILED, CliError
from entrypoints.cli.options import DOTENV, loaded
from entrypoints.settings import Settings, SettingsError


@click.command()
@click.pass_context
def check(context: click.Context) -> None:
    """Check settings, database and schema, and say what to fix.

    Every line says ok, advice or problem, and how to put it right; the exit code is 1 if there is a problem. Nothing
    is changed, and no secret is shown.
    """
    healthy = True
    for finding in _findings():
        healthy &= finding.state is not State.PROBLEM
        click.echo(f"{finding.state:<8} {finding.about:<12} {finding.text}")
    context.exit(0 if healthy else FAILED)


def _findings() -> Iterator[Finding]:
    try:
        settings = loaded()
    except SettingsError as error:
        yield from (problem("settings", text) for text in error.messages)
        return
    yield from in_settings(settings, DOTENV)
    yield about_port(settings.server.host, settings.server.port)
    try:
        yield from _about_database(settings)
    except (EmbeddedPostgresError, CliError) as error:
        yield problem("database", str(error))


def _about_database(settings: Settings) -> Iterator[Finding]:
    named, folder = settings.database.url, settings.database.data_dir
    if named is None and not (folder / "postgres").exists():
        yield ok("database", f"an embedded PostgreSQL {max(bundled())} will be made in {folder.absolute()}")
        return
    with complete(settings) as completed:
        found = arrived(completed, patience=0)
        yield ok("database", f"{named} answers" if named else f"embedded in {folder.absolute()}")
        yield from in_database(found, settings)
