"""The counts of several processes are added up; none is lost or counted twice."""

import multiprocessing
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from entrypoints.observability.metrics.aggregation import DEAD, AggregatedMetrics
from entrypoints.observability.metrics.folder import IN_MEMORY, NAME
from tests.entrypoints.observability.metrics.pages import families, value

UNUSED_PID = 2**22
"""The first number that is no process id on Linux."""
COUNTING = """
import os, sys
from prometheus_client import Counter, Gauge, Histogram
Counter("seen", "Seen.", ["by"]).labels("x").inc(int(sys.argv[1]))
Histogram("took", "Took.", buckets=[1, 2]).observe(1.5)
Gauge("held", "Held.", multiprocess_mode="livesum").set(int(sys.argv[1]))
print("counted", flush=True)
sys.stdin.read()
"""


class Processes:
    """Processes that count something and run until they are killed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.running: list[subprocess.Popen[str]] = []

    def start(self, amount: int) -> "subprocess.Popen[str]":
        process = subprocess.Popen(  # noqa: S603 - a fixed program
            [sys.executable, "-c", COUNTING, str(amount)],
            env={**os.environ, "PROMETHEUS_MULTIPROC_DIR": str(self.folder)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.running.append(process)
        assert process.stdout is not None
        assert process.stdout.readline() == "counted\n"
        return process

    def kill(self, process: "subprocess.Popen[str]") -> None:
        process.kill()
        process.communicate()
        self.running.remove(process)

    def seen(self) -> tuple[float, float, float]:
        """Return the values of the counter, the histogram's count and the gauge."""
        page = families(AggregatedMetrics(self.folder).page())
        return value(page, "seen_total", by="x"), value(page, "took_count"), value(page, "held")

    def files(self) -> set[str]:
        return {file.stem for file in self.folder.glob("*.db")}


@pytest.fixture
def processes(tmp_path: Path) -> Iterator[Processes]:
    processes = Processes(tmp_path)
    yield processes
    for process in [*processes.running]:
        processes.kill(process)


def test_the_values_of_all_processes_are_added_up(processes: Processes) -> None:
    processes.start(2)
    processes.start(3)

    assert processes.seen() == (5, 2, 5)


def test_counters_of_a_dead_process_remain_and_its_gauges_disappear(processes: Processes) -> None:
    living = processes.start(2)
    for amount in (3, 4):
        processes.kill(processes.start(amount))

    assert [processes.seen(), processes.seen()] == [(9, 3, 2)] * 2
    processes.kill(living)
    assert processes.seen() == (9, 3, 0)


def test_any_number_of_dead_processes_leaves_one_file_of_each_kind(processes: Processes) -> None:
    for _ in range(3):
        processes.kill(processes.start(1))
        processes.seen()

    assert processes.files() == {f"counter_{DEAD}", f"histogram_{DEAD}"}


def test_the_empty_file_of_a_starting_process_is_ignored(processes: Processes) -> None:
    processes.start(2)
    (processes.folder / f"counter_{os.getpid()}.db").touch()
    gone = subprocess.Popen(["true"])  # noqa: S607 - found in PATH
    gone.wait()
    (processes.folder / f"histogram_{gone.pid}.db").touch()

    assert processes.seen() == (2, 1, 2)


def test_concurrent_scrapes_fold_dead_processes_once(processes: Processes) -> None:
    processes.kill(processes.start(1))
    (counted,) = processes.folder.glob("counter_*.db")
    for number in range(1_000):
        shutil.copy(counted, processes.folder / f"counter_{UNUSED_PID + number}.db")
    spawn = multiprocessing.get_context("spawn")
    scrapes, start = 3, spawn.Barrier(3)
    with spawn.Pool(scrapes, initializer=start.wait) as pool:
        pages = pool.map(_page, [processes.folder] * scrapes, chunksize=1)

    assert {1_001.0} == {value(families(page), "seen_total") for page in pages}


def _page(folder: Path) -> bytes:
    return AggregatedMetrics(folder).page()


def _run(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)  # noqa: S603 - fixed
    return (done.stdout + done.stderr).strip()


def test_the_shared_folder_is_new_private_and_removed_afterwards() -> None:
    output = _run(
        "import os; from entrypoints.observability.metrics.folder import shared_folder\n"
        "with shared_folder() as folder:\n"
        "    print(os.listdir(folder), oct(folder.stat().st_mode & 0o777),"
        " os.environ['PROMETHEUS_MULTIPROC_DIR'] == str(folder))\n"
        "print(folder.exists(), 'PROMETHEUS_MULTIPROC_DIR' in os.environ)"
    )

    assert output.splitlines() == ["[] 0o700 True", "False False"]


def test_an_early_import_of_the_client_library_is_an_error() -> None:
    output = _run(
        "import prometheus_client\n"
        "from entrypoints.observability.metrics.folder import shared_folder\n"
        "with shared_folder(): pass"
    )

    assert "imported before the folder was created" in output


@pytest.mark.skipif(not IN_MEMORY.is_dir(), reason="there is no /dev/shm")
def test_the_next_server_removes_the_folder_of_a_killed_one() -> None:
    output = _run(
        "import os; from entrypoints.observability.metrics.folder import shared_folder\n"
        "with shared_folder() as folder: print(folder, flush=True); os.kill(os.getpid(), 9)"
    )
    left = Path(output)
    assert left.name.startswith(NAME)
    assert left.exists()

    _run("from entrypoints.observability.metrics.folder import shared_folder\nwith shared_folder(): pass")

    assert not left.exists()
