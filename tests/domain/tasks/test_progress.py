"""The progress of subtasks."""

from adapters.testing.builders import a_task
from domain.tasks.progress import Progress
from domain.tasks.status import Status


def test_the_progress_counts_subtasks_of_any_status() -> None:
    subtasks = [a_task(status=status) for status in (*Status, Status.DONE)]

    assert (Progress.of(subtasks), Progress.of([])) == (Progress(2, 5), Progress())
