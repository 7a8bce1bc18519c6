"""Locks on a data folder: kernel locks, which no crash can leave behind.

`owner.lock` is held by the one process that runs the server. `server.lock` is handed to the server itself and so held
while any of its processes lives, even after the owner has ended. Process ids in files serve messages and signals only,
never decisions, because ids are reused.
"""

import fcntl
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from attrs import define

from adapters.postgres_server.errors import FolderInUse, FolderUnusable

SHUTDOWN_STEPS = {signal.SIGINT: 10.0, signal.SIGQUIT: 5.0, signal.SIGKILL: 5.0}
"""The signals that stop a server, each more forceful, and the seconds to wait after each."""

_held: set[int] = set()


def _release_in_child() -> None:
    """Release the locks in a forked child: a worker that outlives this process must not keep the folder locked."""
    for lock in _held:
        os.close(lock)
    _held.clear()


os.register_at_fork(after_in_child=_release_in_child)


@define
class FolderLock:
    """The exclusive right of this process to run a server in a folder."""

    _lock: int

    @classmethod
    def acquire(cls, folder: Path) -> Self:
        """Lock the folder; raise `FolderInUse` if another process holds it."""
        lock = os.open(folder / "owner.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        if not _lock_within(0, lock):
            holder = os.pread(lock, 20, 0).decode("ascii", "replace").strip()
            os.close(lock)
            raise FolderInUse(folder, f"process {holder}" if holder else "process unknown")
        os.ftruncate(lock, 0)
        os.pwrite(lock, f"{os.getpid()}\n".encode("ascii"), 0)
        _held.add(lock)
        return cls(lock)

    def release(self) -> None:
        """Unlock the folder. Idempotent."""
        if self._lock in _held:
            _held.remove(self._lock)
            os.close(self._lock)


def ensure_unused(folder: Path) -> None:
    """Raise `FolderInUse` if another process runs a server in a folder; creates nothing."""
    if (folder / "owner.lock").exists():
        FolderLock.acquire(folder).release()


@contextmanager
def server_lock(folder: Path, cluster: Path) -> Iterator[int]:
    """Yield the lock for a new server, after stopping a server that outlived its owner and removing its files."""
    lock = os.open(folder / "server.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        if not _lock_within(0, lock):
            _stop_orphan(folder, cluster, lock)
        _remove_stale_files(cluster)
        yield lock
    finally:
        os.close(lock)


def _remove_stale_files(cluster: Path) -> None:
    # The files of a dead server are wrong, and PostgreSQL would trust them if another process had its id. The files of
    # a server that was started manually are kept: then the new server refuses to start.
    if not _serves(_recorded_pid(cluster), cluster):
        for stale in (cluster / "postmaster.pid", *cluster.glob(".s.PGSQL.*")):
            stale.unlink(missing_ok=True)


def _stop_orphan(folder: Path, cluster: Path, lock: int) -> None:
    for signal_number, seconds in SHUTDOWN_STEPS.items():
        pid = _recorded_pid(cluster)
        if _serves(pid, cluster):
            os.kill(pid, signal_number)
        if _lock_within(seconds, lock):
            return
    raise FolderUnusable(folder, f"an orphaned server (process {_recorded_pid(cluster)}) does not stop")


def _recorded_pid(cluster: Path) -> int:
    try:
        return int((cluster / "postmaster.pid").read_text(encoding="ascii", errors="replace").split()[0])
    except (OSError, ValueError, IndexError):
        return 0


def _serves(pid: int, cluster: Path) -> bool:
    """Return whether a process is a PostgreSQL server of this cluster."""
    command = _command_of(pid) if pid > 0 else b""
    return b"postgres" in command and os.fsencode(cluster) in command


def _command_of(pid: int) -> bytes:
    """Return the command line of a process, empty if there is none."""
    if Path("/proc/self").exists():
        try:
            return Path(f"/proc/{pid}/cmdline").read_bytes()
        except OSError:
            return b""
    ps = ["/bin/ps", "-ww", "-o", "command=", "-p", str(pid)]
    return subprocess.run(ps, capture_output=True, check=False).stdout  # noqa: S603 -- a fixed program and a number


def _lock_within(seconds: float, lock: int) -> bool:
    deadline = time.monotonic() + seconds
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= deadline:
                return False
            time.sleep(0.01)
        else:
            return True
