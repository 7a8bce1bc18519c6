"""The metrics of all processes together, including those that have ended."""

import fcntl
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any

from attrs import field, frozen
from prometheus_client import CollectorRegistry, Metric, generate_latest
from prometheus_client.mmap_dict import MmapedDict
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from entrypoints.observability.metrics.folder import is_alive

# prometheus_client has no types for this half of it.
_merged: Any = MultiProcessCollector.merge
_MmapedDict: Any = MmapedDict

DEAD = "0"
"""Takes the place of the process id in file names."""


@frozen
class AllProcesses(Collector):
    """Adds up the files of a folder."""

    folder: Path
    _turn: Lock = field(factory=Lock, init=False, eq=False)

    def collect(self) -> Iterable[Metric]:
        """Every metric, summed over all processes; what only the living have, over those."""
        with self._turn, _locked(self.folder / "turn"):
            bury(self.folder)
            # A process that begins has, for a moment, an empty file.
            files = [str(file) for file in self.folder.glob("*.db") if file.stat().st_size]
            return list(_merged(files))

    def page(self) -> bytes:
        """The same as text (`prometheus_client.CONTENT_TYPE_PLAIN_0_0_4`)."""
        return generate_latest(self.registry())

    def registry(self) -> CollectorRegistry:
        """The same for prometheus_client's own server."""
        registry = CollectorRegistry()
        registry.register(self)
        return registry


def bury(folder: Path) -> None:
    """Add what dead processes counted to the file of the dead, so that it stays counted, and forget what they held.

    Without this a worker that crashes again and again would leave ever more
    files; and a counter that fell when a file is removed would be taken for one
    that began anew, so everything since the beginning would be counted twice.
    """
    for file in folder.glob("*.db"):
        kind, *_, pid = file.stem.split("_")
        if pid == DEAD or is_alive(int(pid)):
            continue
        if kind != "gauge":
            _bequeath(file, folder / f"{kind}_{DEAD}.db")
        file.unlink()


def _bequeath(file: Path, to: Path) -> None:
    if not file.stat().st_size:
        return
    heir = _MmapedDict(str(to))
    for key, value, _, _ in _MmapedDict.read_all_values_from_file(str(file)):
        heir.write_value(key, heir.read_value(key)[0] + value, 0.0)
    heir.close()


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """One process at a time. A record lock, because a child that is forked meanwhile would inherit a `flock`."""
    with path.open("wb") as file:
        fcntl.lockf(file, fcntl.LOCK_EX)
        yield
