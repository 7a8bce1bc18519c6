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

# prometheus_client has no types for these.
_merge: Any = MultiProcessCollector.merge
_MmapedDict: Any = MmapedDict

DEAD = "0"
"""Takes the place of the process id in file names."""


@frozen
class AggregatedMetrics(Collector):
    """Adds up the files of a folder."""

    folder: Path
    _lock: Lock = field(factory=Lock, init=False, eq=False)

    def collect(self) -> Iterable[Metric]:
        """Return every metric: counters summed over all processes, gauges over the live ones."""
        with self._lock, _locked(self.folder / "lock"):
            fold_dead_processes(self.folder)
            # The file of a starting process is empty for a moment.
            files = [str(file) for file in self.folder.glob("*.db") if file.stat().st_size]
            return list(_merge(files))

    def page(self) -> bytes:
        """Return all metrics as text (`prometheus_client.CONTENT_TYPE_PLAIN_0_0_4`)."""
        return generate_latest(self.registry())

    def registry(self) -> CollectorRegistry:
        """Return a registry that collects them."""
        registry = CollectorRegistry()
        registry.register(self)
        return registry


def fold_dead_processes(folder: Path) -> None:
    """Add the counters of dead processes to one file, so that they stay counted, and remove the files of the dead.

    Otherwise a worker that crashes repeatedly would leave more and more files. A
    counter must not fall when a file is removed: Prometheus would take that for a
    restart and count everything before it twice.
    """
    for file in folder.glob("*.db"):
        kind, *_, pid = file.stem.split("_")
        if pid == DEAD or is_alive(int(pid)):
            continue
        if kind != "gauge":
            _add_counters(file, folder / f"{kind}_{DEAD}.db")
        file.unlink()


def _add_counters(file: Path, to: Path) -> None:
    if not file.stat().st_size:
        return
    total = _MmapedDict(str(to))
    for key, value, _, _ in _MmapedDict.read_all_values_from_file(str(file)):
        total.write_value(key, total.read_value(key)[0] + value, 0.0)
    total.close()


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Exclude other processes. A record lock, because a child that is forked meanwhile would inherit a `flock`."""
    with path.open("wb") as file:
        fcntl.lockf(file, fcntl.LOCK_EX)
        yield
