"""The folder in which the processes of one server store their metrics."""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

VARIABLE = "PROMETHEUS_MULTIPROC_DIR"
"""The folder where prometheus_client stores values; it is read once, at import."""
IN_MEMORY = Path("/dev/shm")  # noqa: S108 - a private folder is created there
NAME = "taskapi-metrics-"


@contextmanager
def shared_folder() -> Iterator[Path]:
    """Create a folder in which this process, and every process started inside the block, counts."""
    if "prometheus_client" in sys.modules:
        raise RuntimeError("prometheus_client was imported before the folder was created, so it would not use it")
    parent = _parent_folder()
    _remove_left_over(parent)
    folder = Path(tempfile.mkdtemp(prefix=f"{NAME}{os.getpid()}-", dir=parent))
    os.environ[VARIABLE] = str(folder)
    try:
        yield folder
    finally:
        del os.environ[VARIABLE]
        shutil.rmtree(folder, ignore_errors=True)


def metrics_folder() -> Path:
    """Return the folder in which this process counts."""
    return Path(os.environ[VARIABLE])


def is_alive(pid: int) -> bool:
    """Return whether a process exists."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _parent_folder() -> Path:
    """Return a folder in memory if possible: a counter must never wait for a disk."""
    return IN_MEMORY if os.access(IN_MEMORY, os.W_OK) else Path(tempfile.gettempdir())


def _remove_left_over(parent: Path) -> None:
    """Remove the folders of servers that were killed."""
    for folder in parent.glob(f"{NAME}*"):
        pid = folder.name.removeprefix(NAME).partition("-")[0]
        with suppress(OSError, ValueError):
            if folder.stat().st_uid == os.geteuid() and not is_alive(int(pid)):
                shutil.rmtree(folder, ignore_errors=True)
