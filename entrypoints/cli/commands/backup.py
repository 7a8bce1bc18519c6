"""`taskapi backup FILE`: back up all data into a file."""

import asyncio
from pathlib import Path

import click

from adapters.postgres_server.backup import BackupFailed, back_up
from entrypoints.cli.database import running_database, url_of, wait_for_database
from entrypoints.cli.errors import CliError
from entrypoints.cli.options import load_settings, wait_option


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@wait_option
def backup(file: Path, *, timeout: float) -> None:
    """Back up all data into FILE while the service runs.

    FILE is a consistent snapshot; FILE.contents.json beside it has the number of rows and a digest of every table. To
    verify the backup: taskapi restore --verify FILE
    """
    with running_database(load_settings()) as settings:
        wait_for_database(settings, timeout=timeout)
        try:
            contents = asyncio.run(back_up(url_of(settings), file))
        except BackupFailed as error:
            raise CliError(str(error)) from error
    click.echo(f"{file}: {contents.rows} rows in {len(contents.tables)} tables, {file.stat().st_size} bytes")
