"""An embedded PostgreSQL server that runs in a folder and ends with this process."""

import os
import subprocess
import time
from contextlib import ExitStack
from pathlib import Path
from signal import SIGINT, SIGQUIT
from typing import Self

from attrs import define, field

from adapters.postgres_server.account import Account
from adapters.postgres_server.address import Address
from adapters.postgres_server.cluster import ENVIRONMENT, create_cluster
from adapters.postgres_server.data_folder import prepared
from adapters.postgres_server.errors import FolderUnusable
from adapters.postgres_server.folder_lock import SHUTDOWN_STEPS, FolderLock, server_lock
from adapters.postgres_server.installation import installation_for
from adapters.postgres_server.log import ServerLog
from adapters.postgres_server.program_copy import executable_by_all

START_TIMEOUT = 300.0
"""Seconds: after a crash the server first replays its write-ahead log."""

SETTINGS = {
    "max_connections": "100",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # Failed statements are normal here (each version conflict is one), and their texts contain user data.
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_checkpoints": "off",
}
NOT_DURABLE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@define(eq=False)
class EmbeddedPostgres:
    """A running server; `stop`, or leaving its `with` block, ends it and unlocks the folder."""

    address: Address
    process: subprocess.Popen[bytes]
    _cleanup: ExitStack
    _owner: int = field(factory=os.getpid)

    @classmethod
    def start(cls, data_dir: Path, *, durable: bool = True, tcp: bool = False) -> Self:
        """Start a server on the data in a folder, created if needed, and wait until it answers.

        A server whose owner was killed is stopped first; every commit is kept. Without `durable` it is faster and loses
        data in a crash of the machine; with `tcp` it also listens on 127.0.0.1: both are for tests. Raises
        `EmbeddedPostgresError`, whose text is one line that ends with the remedy.
        """
        try:
            with ExitStack() as undo:
                return cls._start(prepared(data_dir), undo, durable=durable, tcp=tcp)
        except OSError as error:
            where = f" ({error.filename})" if error.filename else ""
            raise FolderUnusable(data_dir, f"{error.strerror}{where}") from error

    @classmethod
    def _start(cls, folder: Path, undo: ExitStack, *, durable: bool, tcp: bool) -> Self:
        cluster = folder / "postgres"
        undo.callback(FolderLock.acquire(folder).release)
        with server_lock(folder, cluster) as lock, ServerLog.in_folder(folder) as log:
            installation = executable_by_all(installation_for(cluster))
            account = Account.serving(cluster)
            if not cluster.exists():
                create_cluster(cluster, installation, account, log, lock, durable=durable)
            address = Address.choose(cluster, account, tcp=tcp)
            undo.callback(address.remove, cluster)
            settings = SETTINGS | address.settings | ({} if durable else NOT_DURABLE)
            options = [f"--{name}={value}" for name, value in settings.items()]
            process = subprocess.Popen(  # noqa: S603 -- a bundled program
                account.command(installation.postgres, "-D", str(cluster), *options, reaching=cluster),
                env=ENVIRONMENT,
                stdin=subprocess.DEVNULL,
                stdout=log.stream,
                stderr=log.stream,
                pass_fds=(lock,),
                start_new_session=True,  # Ctrl-C is for this process, which ends the server when its clients are done
            )
            undo.callback(_stop, process, durable=durable)
            _wait_until_ready(process, cluster, log)
        return cls(address, process, undo.pop_all())

    @property
    def url(self) -> str:
        """The URL for asyncpg (for SQLAlchemy: `postgresql+asyncpg:`); any process of this user may connect."""
        return self.address.url

    def stop(self) -> None:
        """Stop the server within seconds, with all data on disk. Idempotent; does nothing in a forked child."""
        if os.getpid() == self._owner:
            self._cleanup.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


def throwaway(directory: Path, *, durable: bool = False, tcp: bool = False) -> EmbeddedPostgres:
    """Start a server for tests in an empty directory: fast, because it is not durable."""
    return EmbeddedPostgres.start(directory, durable=durable, tcp=tcp)


def _wait_until_ready(process: subprocess.Popen[bytes], cluster: Path, log: ServerLog) -> None:
    deadline = time.monotonic() + START_TIMEOUT
    while not _is_ready(process.pid, cluster):
        if process.poll() is not None or time.monotonic() > deadline:
            raise log.failure()
        time.sleep(0.005)


def _is_ready(pid: int, cluster: Path) -> bool:
    """Return whether the server's lock file, with process id first and state last, says so."""
    try:
        lines = (cluster / "postmaster.pid").read_text(encoding="utf-8", errors="replace").splitlines()
    except FileNotFoundError:
        return False
    return lines[:1] == [str(pid)] and lines[-1].strip() == "ready"


def _stop(process: subprocess.Popen[bytes], *, durable: bool) -> None:
    """Shut down fast (immediately if not durable), with more forceful signals if needed."""
    for signal_number, seconds in SHUTDOWN_STEPS.items():
        process.send_signal(SIGQUIT if signal_number == SIGINT and not durable else signal_number)
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            continue
        return
