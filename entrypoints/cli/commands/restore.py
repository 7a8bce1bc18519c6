"""`taskapi restore FILE`: restore a backup, or verify it."""

import asyncio
from pathlib import Path

import click

from adapters.postgres_server.backup import BackupFailed, verify
from adapters.postgres_server.backup import restore as restored
from entrypoints.cli.database import arrived, complete, url_of
from entrypoints.cli.errors import CliError
from entrypoints.cli.options import loaded, waiting


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--verify", "only_verify", is_flag=True, help="Restore into a database of its own, compare, remove it.")
@waiting
def restore(file: Path, *, only_verify: bool, patience: float) -> None:
    """Fill the empty database of DATABASE_URL from FILE, all of it or nothing.

    Afterwards every table is compared with what was in the database when FILE was made. With --verify the database
    itself is not touched, and may be in use.
    """
    with complete(loaded()) as settings:
        arrived(settings, patience=patience)
        bring_back = verify if only_verify else restored
        try:
            contents = asyncio.run(bring_back(file, url_of(settings)))
        except BackupFailed as error:
            raise CliError(str(error)) from error
    click.echo(f"{file}: {contents.rows} rows in {len(contents.tables)} tables, all as they were at {contents.made_at}")
