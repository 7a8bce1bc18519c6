"""`taskapi migrate`: migrate the schema, for example under a more privileged role."""

import click

from entrypoints.cli import database
from entrypoints.cli.options import loaded, waiting


@click.command()
@waiting
def migrate(*, patience: float) -> None:
    """Bring the database's schema up to date.

    Any number of processes may do so at once. A migration happens as a whole or not at all, and the version before
    it keeps working while it happens.
    """
    with database.complete(loaded()) as settings:
        before = database.arrived(settings, patience=patience)
        database.migrate(settings, before)
        after = database.arrived(settings, patience=patience)
    changed = f"brought from {before.revision or 'nothing'} to" if after.revision != before.revision else "at"
    click.echo(f"the schema is {changed} {after.revision}")
