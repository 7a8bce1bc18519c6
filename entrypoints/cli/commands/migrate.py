"""`taskapi migrate`: migrate the schema, for example under a more privileged role."""

import click

from entrypoints.cli import database
from entrypoints.cli.options import load_settings, wait_option


@click.command()
@wait_option
def migrate(*, timeout: float) -> None:
    """Migrate the database's schema to this release.

    Any number of processes may run this at the same time. A migration is applied completely or not at all, and the
    previous release keeps working during and after it.
    """
    with database.running_database(load_settings()) as settings:
        before = database.usable_database(settings, timeout=timeout)
        database.migrate(settings, before)
        after = database.usable_database(settings, timeout=timeout)
    changed = f"migrated from {before.revision or 'no revision'} to" if after.revision != before.revision else "at"
    click.echo(f"the schema is {changed} {after.revision}")
