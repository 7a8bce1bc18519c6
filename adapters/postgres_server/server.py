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
from adapters.postgres_server.cluster import ENVIRONMENT, make_cluster
from adapters.postgres_server.data_folder import prepared
from adapters.postgres_server.errors import FolderUnusable
from adapters.postgres_server.folder_lock import PATIENCE, Claim, free_server_lock
from adapters.postgres_server.installation import installation_for
from adapters.postgres_server.log import ServerLog

LONGEST_START = 300.0
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
FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@define(eq=False)
class EmbeddedPostgres:
    """A running server; `stop`, or leaving its `with` block, ends it and gives the folder back."""

    address: Address
    process: subprocess.Popen[bytes]
    _ending: ExitStack
    _owner: int = field(factory=os.getpid)

    @classmethod
    def start(cls, data_dir: Path, *, durable: bool = True, tcp: bool = False) -> Self:
        """Start a server on the data in a folder, created if needed, and wait until it answers.

        A server left over by a killed owner is stopped first; every commit is still there. Not durable means fast and
        lost with the machine, tcp means on 127.0.0.1 too: both are for tests.
        Raises `EmbeddedPostgresError`, whose text is one line that ends with the remedy.
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
        undo.callback(Claim.on(folder).release)
        with free_server_lock(folder, cluster) as lock, ServerLog.in_folder(folder) as log:
            installation = installation_for(cluster)
            account = Account.serving(cluster)
            if not cluster.exists():
                make_cluster(cluster, installation, account, log, lock, safely=durable)
            address = Address.near(cluster, account, tcp=tcp)
            undo.callback(address.leave, cluster)
            settings = SETTINGS | address.settings | ({} if durable else FORGETFUL)
            options = [f"--{name}={value}" for name, value in settings.items()]
            process = subprocess.Popen(  # noqa: S603 -- a program of our own installation
                account.command(installation.postgres, "-D", str(cluster), *options, reaching=cluster),
                env=ENVIRONMENT,
                stdin=subprocess.DEVNULL,
                stdout=log.stream,
                stderr=log.stream,
                pass_fds=(lock,),
                start_new_session=True,  # Ctrl-C is for this process, which ends the server when its clients are done
            )
            undo.callback(_end, process, gently=durable)
            _wait_until_ready(process, cluster, log)
        return cls(address, process, undo.pop_all())

    @property
    def url(self) -> str:
        """For asyncpg as it is, for SQLAlchemy with `postgresql+asyncpg:`; any process of this user may connect."""
        return self.address.url

    def stop(self) -> None:
        """End the server within seconds, with everything on the disk; once is enough, and a forked child may not."""
        if os.getpid() == self._owner:
            self._ending.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


def throwaway(directory: Path, *, durable: bool = False, tcp: bool = False) -> EmbeddedPostgres:
    """A server for tests in an empty directory: fast, because it forgets everything if the machine fails."""
    return EmbeddedPostgres.start(directory, durable=durable, tcp=tcp)


def _wait_until_ready(process: subprocess.Popen[bytes], cluster: Path, log: ServerLog) -> None:
    deadline = time.monotonic() + LONGEST_START
    while not _is_ready(process.pid, cluster):
        if process.poll() is not None or time.monotonic() > deadline:
            raise log.failure()
        time.sleep(0.005)


def _is_ready(pid: int, cluster: Path) -> bool:
    """The first line of the server's lock file is its process id, the last its state."""
    try:
        lines = (cluster / "postmaster.pid").read_text(encoding="utf-8", errors="replace").splitlines()
    except FileNotFoundError:
        return False
    return lines[:1] == [str(pid)] and lines[-1].strip() == "ready"


def _end(process: subprocess.Popen[bytes], *, gently: bool) -> None:
    """Fast shutdown, or none at all where nothing has to last; ever more urgently if that does not help."""
    for urgency, seconds in PATIENCE.items():
        process.send_signal(SIGQUIT if urgency == SIGINT and not gently else urgency)
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            continue
        return
