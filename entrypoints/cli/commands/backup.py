"""`taskapi backup FILE`: back up all data into a file."""

import asyncio
from pathlib import Path

import click

from adapters.postgres_server.backup import BackupFailed, back_up
from entrypoints.cli.database import arrived, complete, url_of
from entrypoints.cli.errors import CliError
from entrypoints.cli.options import loaded, waiting


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@waiting
def backup(file: Path, *, patience: float) -> None:
    """Back up all data into FILE while the service runs.

    The file holds what was committed at one moment; beside it, FILE.contents.json tells what must come out of it. To
    prove that it does: taskapi restore --verify FILE
    """
    with complete(loaded()) as settings:
        arrived(settings, patience=patience)
        try:
            contents = asyncio.run(back_up(url_of(settings), file))
        except BackupFailed as error:
            raise CliError(str(error)) from error
    click.echo(f"{file}: {contents.rows} rows in {len(contents.tables)} tables, {file.stat().st_size} bytes")
