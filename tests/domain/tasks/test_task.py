"""The life of a task: what an edit does to it, and what it leaves alone."""

from contextlib import suppress
from datetime import datetime
from uuid import uuid4

import pytest
from attrs import asdict, evolve
from attrs.exceptions import FrozenInstanceError
from hypothesis import assume, given

from adapters.testing.builders import HOUR, NOON, a_task, a_user_id
from adapters.testing.dates import moments, near_moments
from adapters.testing.strategies import new_tasks, statuses, task_edits, tasks
from domain.commands import IdTaken
from domain.errors import InvalidInput
from domain.ids import TaskId
from domain.tasks.labels import LabelEdit
from domain.tasks.priority import Priority
from domain.tasks.status import Status
from domain.tasks.task import CONTENT, EDITABLE, NewTask, StaleTask, Task, TaskEdit, TransitionNotAllowed, TwoDueDates
from domain.unset import UNSET

LATER = NOON + HOUR


def test_a_new_task_is_to_do_and_of_medium_priority_in_its_first_version() -> None:
    task_id, owner = TaskId(a_user_id()), a_user_id()

    task = Task.created(NewTask(title="Water the plants"), id=task_id, owner=owner, at=NOON)

    assert {name: value for name, value in asdict(task).items() if value is not None} == {
        "id": task_id,
        "owner": owner,
        "title": "Water the plants",
        "status": Status.TODO,
        "priority": Priority.MEDIUM,
        "labels": (),
        "created_at": NOON,
        "updated_at": NOON,
        "version": 1,
    }


@given(new=new_tasks)
def test_a_task_is_made_of_exactly_what_was_asked_for(new: NewTask) -> None:
    task = Task.created(new, id=TaskId(a_user_id()), owner=a_user_id(), at=NOON)

    assert {name: getattr(task, name) for name in CONTENT} == {name: getattr(new, name) for name in CONTENT}


@given(first=new_tasks, second=new_tasks)
def test_digests_agree_exactly_when_the_contents_do(first: NewTask, second: NewTask) -> None:
    assert evolve(first, id=uuid4()).digest == first.digest
    assert (first.digest == second.digest) == (first == second)


@given(new=new_tasks, edit=task_edits)
def test_a_task_was_created_by_the_command_it_was_created_by_however_it_was_edited(
    new: NewTask, edit: TaskEdit
) -> None:
    command = evolve(new, id=uuid4())
    created = Task.created(command, id=TaskId(a_user_id()), owner=a_user_id(), at=NOON)
    with suppress(TransitionNotAllowed, TwoDueDates):
        created = created.edited(edit, at=NOON)

    created.ensure_created_by(command)
    if new.title != "Another":
        with pytest.raises(IdTaken):
            created.ensure_created_by(evolve(command, title="Another"))


@given(task=tasks())
def test_a_task_whose_id_the_client_did_not_choose_is_compared_by_its_content(task: Task) -> None:
    same = NewTask(**{name: getattr(task, name) for name in CONTENT})

    task.ensure_created_by(same)
    with pytest.raises(IdTaken):
        task.ensure_created_by(evolve(same, title=f"{task.title[:100]} and more"))


def test_a_task_never_changes_in_place() -> None:
    with pytest.raises(FrozenInstanceError):
        a_task().title = "Another"  # type: ignore[misc]  # what the type checker forbids fails at run time too


@given(task=tasks(), status=statuses)
def test_a_task_becomes_what_the_table_allows_and_nothing_else(task: Task, status: Status) -> None:
    assume(status is not task.status)
    edit = TaskEdit(status=status)

    if status in task.status.next:
        assert task.edited(edit, at=LATER).status is status
    else:
        with pytest.raises(TransitionNotAllowed) as refusal:
            task.edited(edit, at=LATER)
        assert (refusal.value.current, refusal.value.requested) == (task.status, status)
        assert set(refusal.value.allowed) == task.status.next


@given(task=tasks(), edit=task_edits)
def test_an_edit_changes_what_it_names_and_nothing_else(task: Task, edit: TaskEdit) -> None:
    assume(possible(edit, task))
    edits = {name: value for name in EDITABLE if (value := getattr(edit, name)) is not UNSET}
    if isinstance(edit.labels, LabelEdit):
        edits["labels"] = edit.labels.applied_to(task.labels)

    edited = asdict(task.edited(edit, at=LATER))

    assert {name: edited[name] for name in edits} == edits
    kept = asdict(task).keys() - edits - {"version", "updated_at", "completed_at"}
    assert {name: edited[name] for name in kept} == {name: getattr(task, name) for name in kept}


@given(task=tasks(), edit=task_edits, at=near_moments | moments)
def test_every_change_raises_the_version_by_exactly_one_and_no_clock_makes_a_task_older(
    task: Task, edit: TaskEdit, at: datetime
) -> None:
    assume(possible(edit, task))

    edited = task.edited(edit, at=at)

    if edited is not task:
        assert edited.version == task.version + 1
        assert edited.updated_at == max(at, task.updated_at)


@given(task=tasks())
def test_an_edit_that_changes_nothing_returns_the_same_task(task: Task) -> None:
    same = TaskEdit(**{name: getattr(task, name) for name in EDITABLE})

    assert task.edited(same, at=LATER) is task
    assert task.edited(TaskEdit(), at=LATER) is task


@given(task=tasks(), edit=task_edits)
def test_an_edit_can_be_taken_back(task: Task, edit: TaskEdit) -> None:
    back = TaskEdit(**{name: getattr(task, name) for name in EDITABLE if getattr(edit, name) is not UNSET})
    assume(possible(edit, task))
    edited = task.edited(edit, at=LATER)
    assume(possible(back, edited))

    restored = edited.edited(back, at=LATER)

    assert {name: getattr(restored, name) for name in EDITABLE} == {name: getattr(task, name) for name in EDITABLE}


@given(task=tasks(), status=statuses, at=near_moments | moments)
def test_a_task_has_a_completion_time_exactly_while_it_is_done(task: Task, status: Status, at: datetime) -> None:
    edit = TaskEdit(status=status)
    assume(possible(edit, task))

    edited = task.edited(edit, at=at)

    assert (edited.completed_at is not None) == (edited.status is Status.DONE)
    assert edited.completed_at is None or edited.created_at <= edited.completed_at <= edited.updated_at


def test_a_done_task_keeps_its_completion_time_when_something_else_is_edited() -> None:
    done = a_task().edited(TaskEdit(status=Status.DONE), at=LATER)

    renamed = done.edited(TaskEdit(title="Water all plants"), at=LATER + HOUR)

    assert renamed == evolve(done, title="Water all plants", version=3, updated_at=LATER + HOUR)


def test_none_clears_what_unset_leaves_alone() -> None:
    task = a_task(description="With rain water", due_at=LATER)

    assert task.edited(TaskEdit(description=None), at=LATER).description is None
    assert task.edited(TaskEdit(description=None), at=LATER).due_at == LATER
    assert task.edited(TaskEdit(due_at=None), at=LATER).description == "With rain water"


def test_a_refusal_names_what_could_follow_instead() -> None:
    texts = [str(TransitionNotAllowed(current=status, requested=Status.DONE)) for status in Status]

    assert texts == [
        "a task that is todo cannot become done; it can become in_progress, done or cancelled",
        "a task that is in_progress cannot become done; it can become todo, done or cancelled",
        "a task that is done cannot become done; it can become todo or in_progress",
        "a task that is cancelled cannot become done; it can become todo",
    ]


def test_a_caller_with_another_version_gets_the_current_one() -> None:
    task = a_task(version=3)

    task.ensure_version(None)
    task.ensure_version(frozenset({1, 3}))
    with pytest.raises(StaleTask) as refusal:
        task.ensure_version(frozenset({1, 2}))

    assert (refusal.value.task_id, refusal.value.current) == (task.id, 3)
    assert str(refusal.value) == "the request is based on another version of the task; its current version is 3"


def test_no_version_at_all_is_never_the_current_one() -> None:
    with pytest.raises(StaleTask):
        a_task().ensure_version(frozenset())


def possible(edit: TaskEdit, task: Task) -> bool:
    """Whether the table of statuses has nothing against the edit, and one due date is left."""
    due_at, due_on = (
        getattr(task if getattr(edit, name) is UNSET else edit, name) is not None for name in ("due_at", "due_on")
    )
    follows = edit.status is UNSET or edit.status is task.status or edit.status in task.status.next
    return follows and not (due_at and due_on)


@given(task=tasks())
def test_present_values_of_read_only_attributes_are_accepted(task: Task) -> None:
    task.ensure_unchanged({})
    task.ensure_unchanged(
        {"id": task.id, "user_id": task.owner, "created_at": task.created_at, "version": task.version}
    )


def test_other_values_of_read_only_attributes_are_rejected_together() -> None:
    task = a_task()

    with pytest.raises(InvalidInput) as refusal:
        task.ensure_unchanged({"id": task.id, "updated_at": LATER, "completed_at": NOON, "version": 1})

    assert [(violation.path, violation.code) for violation in refusal.value.violations] == [
        (("updated_at",), "read-only"),
        (("completed_at",), "read-only"),
    ]


def test_another_version_is_stale_whatever_else_differs() -> None:
    with pytest.raises(StaleTask, match="current version is 1"):
        a_task().ensure_unchanged({"updated_at": LATER, "version": 2})
