"""`taskapi restore FILE`: restore a backup, or verify it."""

import asyncio
from pathlib import Path

import click

from adapters.postgres_server.backup import BackupFailed, verify
from adapters.postgres_server.backup import restore as restore_backup
from entrypoints.cli.database import running_database, url_of, wait_for_database
from entrypoints.cli.errors import CliError
from entrypoints.cli.options import load_settings, wait_option


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--verify", "only_verify", is_flag=True, help="Restore into a temporary database, compare, and drop it.")
@wait_option
def restore(file: Path, *, only_verify: bool, timeout: float) -> None:
    """Restore FILE into the empty database of DATABASE_URL, completely or not at all.

    Afterwards every table is compared with the digest of the backup. With --verify the database itself is not changed
    and may be in use.
    """
    with running_database(load_settings()) as settings:
        wait_for_database(settings, timeout=timeout)
        action = verify if only_verify else restore_backup
        try:
            contents = asyncio.run(action(file, url_of(settings)))
        except BackupFailed as error:
            raise CliError(str(error)) from error
    click.echo(
        f"{file}: {contents.rows} rows in {len(contents.tables)} tables, identical to the backup of {contents.made_at}"
    )
