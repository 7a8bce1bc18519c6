"""The rules of task commands: texts, times and words are normalized, and all violations reported together."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from attrs import asdict
from hypothesis import given
from hypothesis import strategies as st

from adapters.testing.strategies import new_tasks, raw_texts, task_edits
from domain.errors import InvalidInput
from domain.tasks.priority import Priority
from domain.tasks.status import Status
from domain.tasks.task import NewTask, TaskEdit
from domain.unset import UNSET
from tests.support.violations import place_of

IN_BERLIN = timezone(timedelta(hours=1))

commands = st.sampled_from([NewTask, TaskEdit])


@pytest.mark.parametrize("command", [NewTask, TaskEdit])
def test_values_are_brought_into_the_form_that_is_kept(command: type[NewTask | TaskEdit]) -> None:
    task = command(title="  Water the plants\n", due_at=datetime(2026, 3, 1, 13, tzinfo=IN_BERLIN))

    assert (task.title, task.due_at) == ("Water the plants", datetime(2026, 3, 1, 12, tzinfo=UTC))
    assert isinstance(task.due_at, datetime)
    assert task.due_at.tzinfo is UTC


def test_words_become_choices() -> None:
    edit = TaskEdit(**as_received(status="done", priority="high"))

    assert (edit.status, edit.priority) == (Status.DONE, Priority.HIGH)


def test_every_violation_is_reported_together_and_in_its_field() -> None:
    with pytest.raises(InvalidInput) as refusal:
        TaskEdit(
            **as_received(
                title=" ",
                description="a\0b",
                status="finished",
                priority="hihg",
                due_at=datetime(2026, 3, 1),  # noqa: DTZ001 - naive on purpose
            )
        )

    assert [(place_of(violation), violation.code) for violation in refusal.value.violations] == [
        ("/title", "too-short"),
        ("/description", "nul"),
        ("/status", "unknown-value"),
        ("/priority", "unknown-value"),
        ("/due_at", "no-offset"),
    ]
    assert "title: must not be blank; description: must not contain the NUL character;" in str(refusal.value)


def test_what_is_not_said_stays_unsaid() -> None:
    assert TaskEdit() == TaskEdit(title=UNSET, description=UNSET, status=UNSET, priority=UNSET, due_at=UNSET)
    assert NewTask(title="Water the plants").due_at is None


@given(command=commands, text=raw_texts)
def test_any_text_is_kept_or_refused_and_nothing_else_happens(command: type[NewTask | TaskEdit], text: str) -> None:
    invalid_input = paths_of_violations(lambda: command(title=text, description=text))

    assert invalid_input <= {"/title", "/description"}


@given(task=new_tasks, edit=task_edits)
def test_what_is_in_form_stays_as_it_is(task: NewTask, edit: TaskEdit) -> None:
    assert NewTask(**asdict(task, recurse=False)) == task
    assert TaskEdit(**asdict(edit, recurse=False)) == edit


def test_unset_says_what_it_is_and_is_false() -> None:
    assert (repr(UNSET), bool(UNSET)) == ("UNSET", False)


def as_received(**values: Any) -> Any:
    """Values as they come from outside, where no type checker looked at them."""
    return values


def paths_of_violations(make: Callable[[], object]) -> set[str]:
    """Return the paths of the violations."""
    try:
        make()
    except InvalidInput as refusal:
        return {place_of(violation) for violation in refusal.violations}
    return set()
