"""Processes end while a measurement looks at them."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from benchmarks.load import processes

PARENT, ENDING, STAYING = 1, 2, 3
ENDED = (FileNotFoundError, ProcessLookupError)
"""What the kernel answers for a process that ended before, or after, its folder was opened."""


@pytest.fixture
def proc(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A process with two children, in two threads, in place of /proc."""
    for thread, child in ((PARENT, ENDING), (10, STAYING)):
        folder = tmp_path / str(PARENT) / "task" / str(thread)
        folder.mkdir(parents=True)
        (folder / "children").write_text(f"{child} ")
    for child in (ENDING, STAYING):
        folder = tmp_path / str(child) / "task" / str(child)
        folder.mkdir(parents=True)
        (folder / "children").write_text("")
    monkeypatch.setattr(processes, "PROC", tmp_path)
    return tmp_path


def fail_to_list(folder: Path, error: type[OSError], monkeypatch: pytest.MonkeyPatch) -> None:
    """Whichever way a program lists this folder, the kernel answers with an error."""
    for name in ("listdir", "scandir"):
        monkeypatch.setattr(os, name, failing(getattr(os, name), folder, error))


def failing(lists: Any, folder: Path, error: type[OSError]) -> Any:
    def listed(path: Any = ".") -> Iterable[Any]:
        if not isinstance(path, int) and Path(path) == folder:
            raise error(path)
        found: Iterable[Any] = lists(path)
        return found

    return listed


@pytest.mark.usefixtures("proc")
def test_a_family_is_a_process_and_the_children_of_all_its_threads() -> None:
    assert sorted(processes.family(PARENT)) == [PARENT, ENDING, STAYING]


@pytest.mark.parametrize("error", ENDED)
def test_a_child_that_ends_while_its_threads_are_listed_has_no_children(
    proc: Path, monkeypatch: pytest.MonkeyPatch, error: type[OSError]
) -> None:
    fail_to_list(proc / str(ENDING) / "task", error, monkeypatch)

    assert sorted(processes.family(PARENT)) == [PARENT, ENDING, STAYING]


def test_a_thread_that_ends_before_it_is_read_hides_no_child_of_another(proc: Path) -> None:
    (proc / str(PARENT) / "task" / str(PARENT) / "children").unlink()

    assert list(processes.family(PARENT)) == [PARENT, STAYING]


def test_the_time_and_memory_of_an_ended_child_are_not_missed(proc: Path) -> None:
    """Its parent has its processor time once it has waited for it."""
    (proc / str(PARENT) / "stat").write_text(f"1 (a name) S {' '.join('0' * 10)} 100 20 3 0 0\n")
    (proc / str(PARENT) / "smaps_rollup").write_text("Rss: 9 kB\nPss: 5 kB\n")

    assert processes.cpu_seconds(PARENT) == pytest.approx(123 / processes.TICKS)
    assert processes.memory_bytes(PARENT) == 5 * 1024
