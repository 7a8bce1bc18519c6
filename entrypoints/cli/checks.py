"""The checks of `taskapi check`; each result is one line that ends with the remedy."""

import socket
from collections.abc import Iterator
from datetime import timedelta
from enum import StrEnum
from pathlib import Path

from attrs import frozen

from adapters.postgres.connection.diagnosis import Diagnosis
from adapters.postgres.connection.readiness import REVISION
from adapters.postgres.store import COMMIT_CONNECTIONS, READ_CONNECTIONS
from entrypoints.cli.database import NEWEST, OLDEST, is_later, schema_of
from entrypoints.settings import Settings

CONNECTIONS_PER_WORKER = READ_CONNECTIONS + COMMIT_CONNECTIONS + 2
"""Two more than for requests: one for readiness, one for the sweeper."""
LARGEST_CLOCK_DIFFERENCE = timedelta(seconds=2)
SHORTEST_LIFETIME_TO_MENTION = timedelta(days=7)
OTHERS_MAY_READ = 0o077


class State(StrEnum):
    """How things are."""

    OK = "ok"
    ADVICE = "advice"
    PROBLEM = "problem"


@frozen
class Finding:
    """One thing that was looked at."""

    state: State
    about: str
    text: str


def ok(about: str, text: str) -> Finding:
    """As it should be."""
    return Finding(State.OK, about, text)


def advice(about: str, text: str) -> Finding:
    """It works, but the operator may want to change it."""
    return Finding(State.ADVICE, about, text)


def problem(about: str, text: str) -> Finding:
    """It does not work."""
    return Finding(State.PROBLEM, about, text)


def in_settings(settings: Settings, dotenv: Path) -> Iterator[Finding]:
    """Yield the results of checking the settings."""
    http, server, tokens = settings.http, settings.server, settings.tokens
    exposed = server.host not in {"127.0.0.1", "::1"}
    yield ok("settings", f"the environment{' and .env' if dotenv.exists() else ', no .env'}, all understood")
    if dotenv.exists() and dotenv.stat().st_mode & OTHERS_MAY_READ:
        yield advice(".env", "other users of this machine may read it: chmod 600 .env")
    yield ok("server", f"{server.host} port {server.port}, workers: {server.workers}")
    if exposed and http.allowed_hosts == ("*",):
        yield advice("ALLOWED_HOSTS", "answers under any host name: set it to the names of this service")
    if exposed and http.cors_allow_origins == ("*",):
        yield advice("CORS_ALLOW_ORIGINS", "pages of any origin may call the API: name yours, or none")
    if exposed and not http.rate_limit_per_user:
        yield advice("RATE_LIMIT_PER_USER", "one user may ask for everybody: set a limit, here or in front")
    if tokens.lifetime > SHORTEST_LIFETIME_TO_MENTION:
        yield advice("JWT_EXPIRATION_HOURS", "tokens live for more than a week: clients can refresh them, lower it")
    if settings.logs.level == "debug":
        yield advice("LOG_LEVEL", "debug costs time: set it to info")


def about_port(host: str, port: int) -> Finding:
    """Whether the API answers there already, or could."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            return advice("port", f"{host} port {port}: {error.strerror}; all is well if that is taskapi itself")
    return ok("port", f"{host} port {port} is free")


def in_database(found: Diagnosis, settings: Settings) -> Iterator[Finding]:
    """Yield the results of checking a database."""
    yield from _about_server(found)
    yield _about_schema(found, migrates=settings.database.migrate_on_start)
    yield _about_connections(found, workers=settings.server.workers)
    yield _about_clock(found.clock_ahead)


def _about_server(found: Diagnosis) -> Iterator[Finding]:
    if found.major < OLDEST:
        yield problem("version", f"PostgreSQL {found.version}: use one of {OLDEST} to {NEWEST}")
    elif found.major > NEWEST:
        yield advice("version", f"PostgreSQL {found.version}: this release was tested with {OLDEST} to {NEWEST}")
    else:
        yield ok("version", f"PostgreSQL {found.version}")
    if found.encoding != "UTF8":
        yield problem("encoding", f"{found.encoding} cannot keep every text: make the database with ENCODING 'UTF8'")
    if found.read_only:
        yield problem("writing", "the database is read-only: name the primary in DATABASE_URL")
    if not found.durable:
        yield problem(
            "durability",
            "commits may be lost with the machine: switch fsync, full_page_writes and synchronous_commit on",
        )
    if found.over_network and not found.encrypted:
        yield advice("encryption", "the connection is not encrypted: add sslmode=verify-full to DATABASE_URL")
    if found.superuser and found.over_network:
        yield advice("rights", "the database user is a superuser: use one that only owns its tables")


def _about_schema(found: Diagnosis, *, migrates: bool) -> Finding:
    if found.revision == REVISION:
        return ok("schema", f"at {REVISION}, which is what this release needs")
    if is_later(found.revision):
        return problem("schema", f"{schema_of(found)}: install the later release")
    if migrates:
        return ok("schema", f"{schema_of(found)}: `taskapi serve` will bring it up to date")
    return problem("schema", f"{schema_of(found)}: run `taskapi migrate`")


def _about_connections(found: Diagnosis, *, workers: int) -> Finding:
    needed = workers * CONNECTIONS_PER_WORKER
    text = f"{found.free_connections} are free, {needed} are needed (workers: {workers})"
    if found.free_connections < needed:
        return problem(
            "connections", f"{text}: raise max_connections, or lower SERVER_WORKERS (all is well if they run)"
        )
    return ok("connections", text)


def _about_clock(ahead: timedelta) -> Finding:
    text = f"the database's clock differs by {abs(ahead.total_seconds()):.2f} s"
    if abs(ahead) > LARGEST_CLOCK_DIFFERENCE:
        return advice("clock", f"{text}: set both by NTP")
    return ok("clock", text)
