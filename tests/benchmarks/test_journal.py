"""A comparison that broke off is continued from disk, if it is the same comparison."""

from pathlib import Path
from typing import Any

import pytest

from benchmarks.errors import BenchmarkError
from benchmarks.report.journal import Journal
from tests.benchmarks.comparisons import plan, runs_of

COMPARISON = plan("taskapi", "express")
RUNS = [run for turn in COMPARISON.turns() for run in runs_of(turn, COMPARISON)]
FACTS: dict[str, Any] = {"revision": "abc", "settings": COMPARISON.settings()}


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    """One that was begun, in a folder that did not exist."""
    journal = Journal(tmp_path / "results" / "runs.jsonl")
    journal.begin(FACTS)
    return journal


def test_runs_are_on_disk_as_they_come(journal: Journal) -> None:
    for count, run in enumerate(RUNS, start=1):
        journal.add(run)

        assert Journal(journal.path).finished(FACTS) == RUNS[:count]


def test_a_run_that_was_being_written_is_not_finished(journal: Journal) -> None:
    journal.add(RUNS[0])
    journal.add(RUNS[1])
    journal.path.write_text(journal.path.read_text()[:-9])

    assert journal.finished(FACTS) == RUNS[:1]


@pytest.mark.parametrize(
    ("other", "difference"),
    [
        ({"revision": "def"}, 'revision was "abc" and is "def"'),
        ({"settings": plan("taskapi").settings()}, "settings was"),
        ({"machine": "another"}, 'machine was null and is "another"'),
    ],
)
def test_runs_of_another_comparison_are_not_mixed_in(
    journal: Journal, other: dict[str, object], difference: str
) -> None:
    with pytest.raises(BenchmarkError, match=difference):
        journal.finished({**FACTS, **other})


def test_finished_runs_are_not_lost_by_beginning_anew(journal: Journal) -> None:
    journal.add(RUNS[0])

    with pytest.raises(BenchmarkError, match=r"has 1 runs .* --continue"):
        journal.refuse_to_replace()


def test_a_journal_ends_with_its_comparison(journal: Journal) -> None:
    journal.remove()
    journal.refuse_to_replace()

    with pytest.raises(BenchmarkError, match="nothing to continue"):
        journal.finished(FACTS)


def test_a_continued_journal_begins_with_the_finished_runs(journal: Journal) -> None:
    journal.begin(FACTS, RUNS[:2])
    journal.add(RUNS[2])

    assert journal.finished(FACTS) == RUNS[:3]


def test_a_turn_that_broke_off_is_repeated_from_its_beginning() -> None:
    """Its runs share one database and one start of the service."""
    assert COMPARISON.complete(RUNS[:3]) == RUNS[:2]
    assert COMPARISON.complete(RUNS) == RUNS


def test_only_the_turns_that_are_left_are_run() -> None:
    left = [turn for turn in COMPARISON.turns() if not any(turn.contains(run) for run in RUNS[:6])]

    assert [(turn.round, turn.contestant.name) for turn in left] == [(2, "taskapi")]
