"""The database of a command: connecting, waiting, migrating."""

import asyncio
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager

import click
from attrs import evolve

from adapters.postgres import ConnectionSettings
from adapters.postgres.connection.diagnosis import DatabaseRefused, Diagnosis, diagnosed
from adapters.postgres.connection.readiness import REVISION
from adapters.postgres_server import EmbeddedPostgres, FolderInUse, kept_secret
from adapters.postgres_server.running_server import running_in
from domain.errors import StoreUnavailable
from entrypoints.cli.errors import CliError, UsageError
from entrypoints.cli.parent_process import bound_to
from entrypoints.settings import DatabaseUrl, Settings
from entrypoints.settings.signing_keys import signing_keys

BETWEEN = 0.5
"""Seconds between two attempts."""
OLDEST, NEWEST = 15, 18
"""Major versions of PostgreSQL that this release supports."""


@contextmanager
def complete(settings: Settings, *, alone: bool = False) -> Iterator[Settings]:
    """The settings with a database and a secret in them: those of the data folder if the operator named none.

    Unless `alone`, a server that somebody else runs in the data folder is used as well.
    """
    tokens, folder = settings.tokens, settings.database.data_dir
    with _reached(settings, alone=alone) as url:
        keys = tokens.signing_keys or signing_keys(kept_secret(folder))
        yield evolve(
            settings,
            database=evolve(settings.database, url=DatabaseUrl.parsed(url)),
            tokens=evolve(tokens, signing_keys=keys),
        )


def in_memory(settings: Settings) -> Settings:
    """The settings without a database, with a secret that is as short-lived as the data."""
    keys = settings.tokens.signing_keys or signing_keys(secrets.token_urlsafe(48))
    return evolve(
        settings,
        database=evolve(settings.database, url=None),
        tokens=evolve(settings.tokens, signing_keys=keys),
    )


@contextmanager
def _reached(settings: Settings, *, alone: bool) -> Iterator[str]:
    if settings.database.url is not None:
        yield settings.database.url.secret.revealed
        return
    folder = settings.database.data_dir
    try:
        server = EmbeddedPostgres.start(folder)
    except FolderInUse as in_use:
        if alone:
            raise
        yield running_in(folder, in_use)
    else:
        with server, bound_to(server.process, "the embedded PostgreSQL"):
            yield server.url


def up_to_date(settings: Settings, *, patience: float) -> Diagnosis:
    """Wait for the database and bring its schema up to date, unless that is switched off; raise `CliError`."""
    found = arrived(settings, patience=patience)
    if found.revision == REVISION:
        return found
    if settings.database.migrate_on_start:
        migrate(settings, found)
        return arrived(settings, patience=patience)
    if not is_later(found.revision):
        raise CliError(f"{schema_of(found)}; run `taskapi migrate`")
    return found


def migrate(settings: Settings, found: Diagnosis) -> None:
    """Bring the schema up to date; leave one of a later release as it is. Raise `CliError`."""
    if is_later(found.revision):
        say(f"{schema_of(found)}, which is later: left as it is")
        return
    import migrations  # noqa: PLC0415 - Alembic is large, and seldom needed

    try:
        migrations.upgrade(url_of(settings))
    except Exception as error:
        reason = str(getattr(error, "orig", None) or error).splitlines()[0]
        raise CliError(
            f"the schema could not be brought up to date, nothing was changed: {reason}; "
            "correct that and start again, or run `taskapi migrate` as the owner of the tables"
        ) from error


def is_later(revision: str | None) -> bool:
    """Whether a revision belongs to a later release than this one; they are numbered."""
    return revision is not None and revision > REVISION


def schema_of(found: Diagnosis) -> str:
    """Return the revision of the schema and the one that this release needs."""
    return f"the schema is at {found.revision or 'nothing'}, this release was written for {REVISION}"


def arrived(settings: Settings, *, patience: float) -> Diagnosis:
    """Wait until the database answers; raise `CliError` if it does not in time, or rejects the connection."""
    deadline, told = time.monotonic() + patience, ""
    while True:
        try:
            found = asyncio.run(diagnosed(ConnectionSettings(url=url_of(settings), application_name="taskapi start")))
        except DatabaseRefused as error:
            raise UsageError(
                f"the database at {settings.database.url} refuses: {error}; correct DATABASE_URL"
            ) from error
        except StoreUnavailable as error:
            told = _keep_waiting(settings, error.reason, told, deadline)
            continue
        if found.major < OLDEST:
            raise UsageError(
                f"the database is PostgreSQL {found.version}; DATABASE_URL must name one of {OLDEST} to {NEWEST}"
            )
        return found


def _keep_waiting(settings: Settings, reason: str, told: str, deadline: float) -> str:
    left = deadline - time.monotonic()
    if left <= 0:
        raise CliError(
            f"the database at {settings.database.url} does not answer: {reason}; start it, or correct DATABASE_URL"
        )
    if reason != told:
        say(f"waiting up to {left:.0f} s for the database at {settings.database.url}: {reason}")
    time.sleep(min(BETWEEN, left))
    return reason


def url_of(settings: Settings) -> str:
    """The URL with its password, for programs only."""
    if settings.database.url is None:
        raise ValueError("the settings are not complete")
    return settings.database.url.secret.revealed


def say(text: str) -> None:
    """Write a message to standard error."""
    click.echo(f"taskapi: {text}", err=True)
