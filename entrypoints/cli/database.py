"""The database of a command: connecting, waiting, migrating."""

import asyncio
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager

import click
from attrs import evolve

from adapters.postgres import ConnectionSettings
from adapters.postgres.connection.connection import Connection, Outage
from adapters.postgres.connection.diagnosis import BROKEN_POOLER, DatabaseRefused, Diagnosis, diagnosed
from adapters.postgres.connection.readiness import REVISION
from adapters.postgres.deriver import Deriver
from adapters.postgres_server import EmbeddedPostgres, FolderInUse, kept_secret
from adapters.postgres_server.running_server import running_in
from domain.errors import StoreUnavailable
from entrypoints.cli.errors import CliError, UsageError
from entrypoints.cli.parent_process import exit_with
from entrypoints.settings import DatabaseUrl, Settings
from entrypoints.settings.signing_keys import signing_keys

INTERVAL = 0.5
"""Seconds between two attempts."""
OLDEST, NEWEST = 15, 18
"""Major versions of PostgreSQL that this release supports."""


@contextmanager
def running_database(settings: Settings, *, exclusive: bool = False) -> Iterator[Settings]:
    """Yield the settings with the URL of a running database and with signing keys.

    Without DATABASE_URL they are those of the data folder, where the embedded server is started; if another process
    runs it already, it is shared, unless `exclusive`.
    """
    tokens, folder = settings.tokens, settings.database.data_dir
    with _database_url(settings, exclusive=exclusive) as url:
        keys = tokens.signing_keys or signing_keys(kept_secret(folder))
        yield evolve(
            settings,
            database=evolve(settings.database, url=DatabaseUrl.parsed(url)),
            tokens=evolve(tokens, signing_keys=keys),
        )


def memory_settings(settings: Settings) -> Settings:
    """Return the settings for the in-memory store; generate a secret unless there is one."""
    keys = settings.tokens.signing_keys or signing_keys(secrets.token_urlsafe(48))
    return evolve(
        settings,
        database=evolve(settings.database, url=None),
        tokens=evolve(settings.tokens, signing_keys=keys),
    )


@contextmanager
def _database_url(settings: Settings, *, exclusive: bool) -> Iterator[str]:
    if settings.database.url is not None:
        yield settings.database.url.secret.revealed
        return
    folder = settings.database.data_dir
    try:
        server = EmbeddedPostgres.start(folder)
    except FolderInUse as in_use:
        if exclusive:
            raise
        yield running_in(folder, in_use)
    else:
        with server, exit_with(server.process, "the embedded PostgreSQL"):
            yield server.url


def ensure_migrated(settings: Settings, *, timeout: float) -> Diagnosis:
    """Wait for the database and migrate its schema if MIGRATE_ON_START is set; raise `CliError`."""
    diagnosis = usable_database(settings, timeout=timeout)
    if diagnosis.revision == REVISION:
        return diagnosis
    if settings.database.migrate_on_start:
        migrate(settings, diagnosis)
        return usable_database(settings, timeout=timeout)
    if not is_later(diagnosis.revision):
        raise CliError(f"{describe_schema(diagnosis)}; run `taskapi migrate`")
    return diagnosis


def migrate(settings: Settings, diagnosis: Diagnosis) -> None:
    """Migrate the schema; leave one of a later release unchanged. Raise `CliError`."""
    if is_later(diagnosis.revision):
        report(f"{describe_schema(diagnosis)}, which is later: left unchanged")
        return
    import migrations  # noqa: PLC0415 - Alembic is large and rarely needed

    try:
        migrations.upgrade(url_of(settings))
    except Exception as error:
        reason = str(getattr(error, "orig", None) or error).splitlines()[0]
        raise CliError(
            f"the schema could not be migrated, nothing was changed: {reason}; "
            "fix this and start again, or run `taskapi migrate` as the owner of the tables"
        ) from error
    if derived := asyncio.run(_derive_all(settings)):
        report(f"search terms and title keys of {derived} existing tasks were computed")


async def _derive_all(settings: Settings) -> int:
    """Compute what this release stores beside tasks; interrupted, the serving processes continue it."""
    connection = Connection(ConnectionSettings(url=url_of(settings), application_name="taskapi migrate"), Outage())
    try:
        return await Deriver(connection)()
    except StoreUnavailable as error:
        report(f"search terms could not be computed: {error.reason}; the service does so while it runs")
        return 0
    finally:
        await connection.close()


def is_later(revision: str | None) -> bool:
    """Return whether a revision is later than that of this release; revisions are numbered."""
    return revision is not None and revision > REVISION


def describe_schema(diagnosis: Diagnosis) -> str:
    """Return the revision of the schema and the one that this release needs."""
    return f"the schema is at {diagnosis.revision or 'no revision'}, this release requires {REVISION}"


def wait_for_database(settings: Settings, *, timeout: float) -> Diagnosis:
    """Wait until the database answers; raise `CliError` if it does not in time, or rejects the connection."""
    deadline, reported = time.monotonic() + timeout, ""
    while True:
        try:
            diagnosis = asyncio.run(
                diagnosed(ConnectionSettings(url=url_of(settings), application_name="taskapi start"))
            )
        except DatabaseRefused as error:
            raise UsageError(
                f"the database at {settings.database.url} rejects the connection: {error}; correct DATABASE_URL"
            ) from error
        except StoreUnavailable as error:
            reported = _wait_once(settings, error.reason, reported, deadline)
            continue
        if diagnosis.major < OLDEST:
            raise UsageError(
                f"the database is PostgreSQL {diagnosis.version}; DATABASE_URL must name one of {OLDEST} to {NEWEST}"
            )
        return diagnosis


def usable_database(settings: Settings, *, timeout: float) -> Diagnosis:
    """Wait for the database; raise `UsageError` if this release cannot work with it."""
    diagnosis = wait_for_database(settings, timeout=timeout)
    for subject, text in problems_of(diagnosis):
        raise UsageError(f"the database at {settings.database.url} cannot be used ({subject}): {text}")
    return diagnosis


def problems_of(diagnosis: Diagnosis) -> Iterator[tuple[str, str]]:
    """Yield why this release cannot work with a database: the subject, and the problem with its remedy."""
    if diagnosis.encoding != "UTF8":
        yield "encoding", f"{diagnosis.encoding} cannot store every text: create the database with ENCODING 'UTF8'"
    if not diagnosis.prepared_statements:
        yield "pooler", BROKEN_POOLER
    if diagnosis.missing_rights:
        missing = ", ".join(diagnosis.missing_rights)
        yield "rights", f"the role may not {missing}: grant it these rights, or connect as the owner of the tables"
    if diagnosis.revision is None and not diagnosis.may_create_tables:
        remedy = "GRANT CREATE ON SCHEMA public to it, or run `taskapi migrate` as the owner of the database"
        yield "rights", f"there are no tables, and the role may not create them: {remedy}"


def _wait_once(settings: Settings, reason: str, reported: str, deadline: float) -> str:
    """Report a new reason and wait; return the reason. Raise `CliError` at the deadline."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise CliError(
            f"the database at {settings.database.url} does not answer: {reason}; start it, or correct DATABASE_URL"
        )
    if reason != reported:
        report(f"waiting up to {left:.0f} s for the database at {settings.database.url}: {reason}")
    time.sleep(min(INTERVAL, left))
    return reason


def url_of(settings: Settings) -> str:
    """Return the URL with its password."""
    if settings.database.url is None:
        raise ValueError("the settings have no database")
    return settings.database.url.secret.revealed


def report(text: str) -> None:
    """Write a message to standard error."""
    click.echo(f"taskapi: {text}", err=True)
