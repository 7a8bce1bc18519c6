"""`taskapi serve`: the whole service, in one process and its children."""

import signal
import sys
from contextlib import ExitStack
from types import FrameType
from typing import Never

import click

from adapters.postgres_server import ensure_unused
from adapters.system.shared_rate_table import SharedRateTable
from entrypoints.cli.database import ensure_migrated, memory_settings, running_database
from entrypoints.cli.errors import CliError, UsageError
from entrypoints.cli.listening_socket import bound_socket
from entrypoints.cli.options import load_settings, setting_option, wait_option
from entrypoints.cli.ready_message import announce_when_ready
from entrypoints.cli.reloading import run_with_reload
from entrypoints.server.supervisor import WorkersFailed
from entrypoints.server.supervisor import serve as serve_http
from entrypoints.settings import Settings

STORES = ("postgres", "memory")


@click.command(
    short_help="Start the API.",
    epilog="Ctrl-C stops it; SIGTERM first reports that it is not ready, for DRAIN_SECONDS.",
)
@setting_option("SERVER_PORT", "--port", "Port to listen on.", "PORT")
@setting_option("SERVER_HOST", "--host", "Address to listen on; 0.0.0.0 for all networks.", "ADDRESS")
@setting_option("SERVER_WORKERS", "--workers", "Number of worker processes.", "COUNT")
@setting_option("DATA_DIR", "--data-dir", "Folder of the embedded database.", "FOLDER")
@click.option(
    "--store", type=click.Choice(STORES), default="postgres", show_default=True, help="memory: data is lost on exit."
)
@click.option("--reload", is_flag=True, help="Restart whenever code or .env changes.")
@wait_option
def serve(store: str, *, reload: bool, timeout: float, **overrides: str | None) -> None:
    """Start the API.

    It uses the PostgreSQL of DATABASE_URL; without it, it starts the embedded PostgreSQL in the data folder and stores
    a generated signing secret there. It migrates the schema first, unless MIGRATE_ON_START is false.
    """
    if reload:
        run_with_reload(arguments=[argument for argument in sys.argv[1:] if argument != "--reload"])
        return
    settings = load_settings(overrides)
    _ensure_consistent(settings, store, overrides)
    try:
        _stop_on_signals()
        _serve(settings, store, timeout)
    except _Stopped:
        pass


def _serve(settings: Settings, store: str, timeout: float) -> None:
    if settings.database.url is None and store != "memory":
        ensure_unused(settings.database.data_dir)  # before the port, which the other process has as well
    with ExitStack() as stack:
        bound = stack.enter_context(bound_socket(settings.server.host, settings.server.port))
        if store == "memory":
            settings, data = memory_settings(settings), "in memory, lost on exit"
        else:
            url = settings.database.url
            settings = stack.enter_context(running_database(settings, exclusive=True))
            version = ensure_migrated(settings, timeout=timeout).version
            data = f"{url or settings.database.data_dir.resolve()} (PostgreSQL {version})"
        announce = stack.enter_context(announce_when_ready(settings.server, data))
        try:
            serve_http(settings, SharedRateTable.shared(), bound, announce)
        except WorkersFailed as error:
            raise CliError(str(error)) from error


def _ensure_consistent(settings: Settings, store: str, overrides: dict[str, str | None]) -> None:
    if overrides["DATA_DIR"] and (settings.database.url or store == "memory"):
        raise UsageError(
            "--data-dir is for the embedded PostgreSQL: leave it out with DATABASE_URL and with --store memory"
        )
    if store == "memory" and settings.server.workers > 1:
        raise UsageError("--store memory runs in one process: leave out --workers, or set SERVER_WORKERS to 1")


class _Stopped(BaseException):
    """A signal aborted the start; not an `Exception`, so that no other code catches it."""


def _stop_on_signals() -> None:
    """Until the server installs its own handlers, a signal aborts the start and cleans up, uninterrupted."""

    def stop(_: int, __: FrameType | None) -> Never:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)
        raise _Stopped

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
