"""The checks of `taskapi check`; each result is one line that ends with the remedy."""

import socket
from collections.abc import Iterator
from datetime import timedelta
from enum import StrEnum
from pathlib import Path

from attrs import frozen

import taskapi
from adapters.postgres.connection.diagnosis import Diagnosis
from adapters.postgres.connection.readiness import REVISION
from adapters.postgres.store import CONNECTIONS
from entrypoints.cli.database import NEWEST, OLDEST, describe_schema, is_later, problems_of
from entrypoints.settings import Settings

CONNECTIONS_PER_WORKER = CONNECTIONS
"""Two more than for requests: one for readiness, one for the sweeper."""
MAX_CLOCK_DIFFERENCE = timedelta(seconds=2)
LONG_LIFETIME = timedelta(days=7)
OTHERS_MAY_READ = 0o077
"""Permission bits of group and others."""


class State(StrEnum):
    """The severity of a result."""

    OK = "ok"
    ADVICE = "advice"
    PROBLEM = "problem"


@frozen
class CheckResult:
    """The result of one check."""

    state: State
    subject: str
    text: str


def ok(subject: str, text: str) -> CheckResult:
    """Nothing to do."""
    return CheckResult(State.OK, subject, text)


def advice(subject: str, text: str) -> CheckResult:
    """It works, but the operator may want to change it."""
    return CheckResult(State.ADVICE, subject, text)


def problem(subject: str, text: str) -> CheckResult:
    """It does not work."""
    return CheckResult(State.PROBLEM, subject, text)


def check_settings(settings: Settings, dotenv: Path) -> Iterator[CheckResult]:
    """Yield the results of checking the settings."""
    http, server, tokens = settings.http, settings.server, settings.tokens
    exposed = server.host not in {"127.0.0.1", "::1"}
    yield ok("settings", f"the environment{' and .env' if dotenv.exists() else ', no .env'}, all valid")
    if dotenv.exists() and dotenv.stat().st_mode & OTHERS_MAY_READ:
        yield advice(".env", "other users of this machine can read it: chmod 600 .env")
    yield ok("server", f"{server.host} port {server.port}, workers: {server.workers}")
    if exposed and http.allowed_hosts == ("*",):
        yield advice("ALLOWED_HOSTS", "any host name is accepted: set it to the names of this service")
    if exposed and http.cors_allow_origins == ("*",):
        yield advice("CORS_ALLOW_ORIGINS", "pages of any origin can call the API: set it to your own, or to nothing")
    if exposed and not http.rate_limit_per_user:
        yield advice("RATE_LIMIT_PER_USER", "one user can exhaust the capacity: set a limit, here or in a proxy")
    if tokens.lifetime > LONG_LIFETIME:
        yield advice(
            "JWT_EXPIRATION_HOURS", "access tokens are valid for over a week: lower it, clients can refresh them"
        )
    if settings.logs.level == "debug":
        yield advice("LOG_LEVEL", "level debug is slow: set it to info")


def check_import_names() -> Iterator[CheckResult]:
    """Yield the collisions of the names of our packages with those of others; nothing if there are none."""
    folder = str(Path(taskapi.__file__).resolve().parent)
    yield from (problem("imports", text) for text in taskapi.overlapping(folder))
    for name in taskapi.PACKAGES:
        for hidden in taskapi.shadowed(name, folder):
            yield advice("imports", taskapi.shadowing(name, hidden, folder))


def check_port(host: str, port: int) -> CheckResult:
    """Check whether the port is free."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            return advice("port", f"{host} port {port}: {error.strerror}; ignore this if taskapi is running")
    return ok("port", f"{host} port {port} is free")


def check_database(diagnosis: Diagnosis, settings: Settings) -> Iterator[CheckResult]:
    """Yield the results of checking a database."""
    yield from _check_server(diagnosis)
    yield _check_schema(diagnosis, migrates=settings.database.migrate_on_start)
    yield _check_connections(diagnosis, workers=settings.server.workers)
    yield _check_clock(diagnosis.clock_ahead)


def _check_server(diagnosis: Diagnosis) -> Iterator[CheckResult]:
    if diagnosis.major < OLDEST:
        yield problem("version", f"PostgreSQL {diagnosis.version}: use one of {OLDEST} to {NEWEST}")
    elif diagnosis.major > NEWEST:
        yield advice("version", f"PostgreSQL {diagnosis.version}: this release was tested with {OLDEST} to {NEWEST}")
    else:
        yield ok("version", f"PostgreSQL {diagnosis.version}")
    yield from (problem(subject, text) for subject, text in problems_of(diagnosis))
    if diagnosis.read_only:
        yield problem("writing", "the database is read-only: set DATABASE_URL to the primary")
    if not diagnosis.durable:
        yield problem(
            "durability",
            "a crash of the machine can lose commits: turn fsync, full_page_writes and synchronous_commit on",
        )
    if diagnosis.over_network and not diagnosis.encrypted:
        yield advice("encryption", "the connection is not encrypted: add sslmode=verify-full to DATABASE_URL")
    if diagnosis.superuser and diagnosis.over_network:
        yield advice("rights", "the database role is a superuser: use one that only owns its tables")


def _check_schema(diagnosis: Diagnosis, *, migrates: bool) -> CheckResult:
    if diagnosis.revision == REVISION:
        return ok("schema", f"at {REVISION}, as this release requires")
    if is_later(diagnosis.revision):
        return problem("schema", f"{describe_schema(diagnosis)}: install the later release")
    if migrates:
        return ok("schema", f"{describe_schema(diagnosis)}: `taskapi serve` will migrate it")
    return problem("schema", f"{describe_schema(diagnosis)}: run `taskapi migrate`")


def _check_connections(diagnosis: Diagnosis, *, workers: int) -> CheckResult:
    needed = workers * CONNECTIONS_PER_WORKER
    text = f"{diagnosis.free_connections} are free, {needed} are required (workers: {workers})"
    if diagnosis.free_connections < needed:
        return problem(
            "connections",
            f"{text}: raise max_connections, or lower SERVER_WORKERS (ignore this if the workers are running)",
        )
    return ok("connections", text)


def _check_clock(ahead: timedelta) -> CheckResult:
    text = f"the database's clock differs by {abs(ahead.total_seconds()):.2f} s"
    if abs(ahead) > MAX_CLOCK_DIFFERENCE:
        return advice("clock", f"{text}: synchronize both with NTP")
    return ok("clock", text)
