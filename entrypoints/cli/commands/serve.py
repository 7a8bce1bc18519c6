"""`taskapi serve`: the whole service, in one process and its children."""

import signal
import sys
from contextlib import ExitStack
from types import FrameType
from typing import Never

import click

from adapters.system.shared_rate_table import SharedRateTable
from entrypoints.cli.announcement import announced
from entrypoints.cli.database import complete, in_memory, up_to_date
from entrypoints.cli.errors import UsageError
from entrypoints.cli.listening_socket import port_claimed
from entrypoints.cli.options import loaded, overriding, waiting
from entrypoints.cli.reloading import keep_restarting
from entrypoints.server.supervisor import serve as serve_http
from entrypoints.settings import Settings

STORES = ("postgres", "memory")


@click.command(
    short_help="Start the API.",
    epilog="Ctrl-C stops it; SIGTERM first lets load balancers notice, for DRAIN_SECONDS.",
)
@overriding("SERVER_PORT", "--port", "Port to listen on.", "PORT")
@overriding("SERVER_HOST", "--host", "Address to listen on; 0.0.0.0 for everybody.", "ADDRESS")
@overriding("SERVER_WORKERS", "--workers", "Processes that answer requests.", "COUNT")
@overriding("DATA_DIR", "--data-dir", "Folder of the embedded database.", "FOLDER")
@click.option("--store", type=click.Choice(STORES), default="postgres", show_default=True, help="memory: for a demo.")
@click.option("--reload", is_flag=True, help="Start again whenever code or .env changes.")
@waiting
def serve(store: str, *, reload: bool, patience: float, **overrides: str | None) -> None:
    """Start the API.

    With DATABASE_URL it uses that PostgreSQL; without, it starts one of its own in the data folder and keeps a
    signing secret there. The schema is brought up to date first, unless MIGRATE_ON_START is false.
    """
    if reload:
        keep_restarting(arguments=[argument for argument in sys.argv[1:] if argument != "--reload"])
        return
    settings = loaded(overrides)
    _ensure_consistent(settings, store, overrides)
    try:
        _stop_on_signals()
        _serve(settings, store, patience)
    except _Stopped:
        pass


def _serve(settings: Settings, store: str, patience: float) -> None:
    with ExitStack() as stack:
        stack.enter_context(port_claimed(settings.server.host, settings.server.port))
        if store == "memory":
            settings, place = in_memory(settings), "in memory: gone when it stops"
        else:
            named = settings.database.url
            settings = stack.enter_context(complete(settings, alone=True))
            version = up_to_date(settings, patience=patience).version
            place = f"{named or settings.database.data_dir.resolve()} (PostgreSQL {version})"
        stack.enter_context(announced(settings.server, place))
        serve_http(settings, SharedRateTable.shared())


def _ensure_consistent(settings: Settings, store: str, overrides: dict[str, str | None]) -> None:
    if overrides["DATA_DIR"] and (settings.database.url or store == "memory"):
        raise UsageError(
            "--data-dir is for the embedded PostgreSQL: leave it out with DATABASE_URL and with --store memory"
        )
    if store == "memory" and settings.server.workers > 1:
        raise UsageError("--store memory lives in one process: leave out --workers, or set SERVER_WORKERS to 1")


class _Stopped(BaseException):
    """A signal ended the start; not an `Exception`, so that nothing on the way catches it."""


def _stop_on_signals() -> None:
    """Until the server installs its own handlers, a signal aborts the start and cleans up, uninterrupted."""

    def stop(_: int, __: FrameType | None) -> Never:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)
        raise _Stopped

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
