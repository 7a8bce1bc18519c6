"""A recorded change holds both states of its object; the fold of the record is the state at any number."""

from uuid import UUID

import pytest
from attrs import evolve
from hypothesis import given

from adapters.testing.builders import HOUR, NOON, a_task, a_user_id
from adapters.testing.folding import applied, folded
from adapters.testing.strategies import tasks
from domain.changes.kinds import ObjectKind
from domain.changes.provenance import Actor
from domain.changes.recorded_change import (
    MAX_REQUEST_ID,
    ChangeNotFound,
    ChangesGone,
    Effect,
    FieldChange,
    RecordedChange,
)
from domain.ids import SessionId, TokenId
from domain.tasks.status import Status
from domain.tasks.task import Task, TaskEdit
from tests.support.changes.recorded_account import RecordedAccount, accounts

PROVENANCE = Actor(a_user_id()).provenance(NOON)


def test_a_creation_has_every_field_that_has_a_value() -> None:
    task = a_task(description="By hand")

    change = RecordedChange.of(None, task, PROVENANCE)

    assert (change.effect, change.version_before, change.version_after) == (Effect.CREATED, None, 1)
    assert (change.owner, change.object_kind, change.object_id) == (task.owner, ObjectKind.TASK, task.id)
    assert change.number == 0
    assert change.fields == {
        "title": FieldChange(None, "Water the plants"),
        "description": FieldChange(None, "By hand"),
        "labels": FieldChange(None, ()),
        "status": FieldChange(None, Status.TODO),
        "priority": FieldChange(None, task.priority),
        "created_at": FieldChange(None, NOON),
        "updated_at": FieldChange(None, NOON),
    }


def test_an_edit_has_the_fields_that_differ_and_no_others() -> None:
    task = a_task(description="By hand")
    edited = task.edited(TaskEdit(title=task.title, description=None, status=Status.DONE), at=NOON + HOUR)

    change = RecordedChange.of(task, edited, PROVENANCE)

    assert (change.effect, change.version_before, change.version_after) == (Effect.EDITED, 1, 2)
    assert change.fields == {
        "description": FieldChange("By hand", None),
        "status": FieldChange(Status.TODO, Status.DONE),
        "completed_at": FieldChange(None, NOON + HOUR),
        "updated_at": FieldChange(NOON, NOON + HOUR),
    }


def test_a_deletion_has_all_values_of_the_object() -> None:
    task = a_task(version=7, due_at=NOON, creation_digest=b"digest")

    change = RecordedChange.of(task, None, PROVENANCE)

    assert (change.effect, change.version_before, change.version_after) == (Effect.DELETED, 7, None)
    assert change.fields == {
        name: FieldChange(value, None) for name in ObjectKind.TASK.fields if (value := getattr(task, name)) is not None
    }


def test_a_task_that_comes_back_with_a_later_version_is_restored() -> None:
    change = RecordedChange.of(None, a_task(version=2), PROVENANCE)

    assert (change.effect, change.version_before, change.version_after) == (Effect.RESTORED, None, 2)


def test_a_change_has_an_object_before_it_or_after_it() -> None:
    with pytest.raises(ValueError, match="has an object before it or after it"):
        RecordedChange.of(None, None, PROVENANCE)


def test_a_change_names_the_session_the_token_the_request_and_what_it_undoes() -> None:
    actor = Actor(a_user_id(), SessionId(UUID(int=1)), TokenId(UUID(int=2)), "r" * 200)

    change = RecordedChange.of(None, a_task(), actor.provenance(NOON + HOUR, undoes=(4, 7)))

    assert (change.session_id, change.token_id) == (UUID(int=1), UUID(int=2))
    assert change.request_id == "r" * MAX_REQUEST_ID
    assert (change.at, change.undoes) == (NOON + HOUR, (4, 7))


def test_a_change_without_a_request_has_no_request_id() -> None:
    assert RecordedChange.of(None, a_task(), PROVENANCE).request_id is None


def test_errors_say_what_to_do() -> None:
    assert str(ChangeNotFound(number=7)) == "there is no change 7"
    assert "to synchronise, read a new snapshot" in str(ChangesGone())


@given(tasks(), tasks())
def test_a_change_leads_from_one_state_to_the_other(before: Task, other: Task) -> None:
    after = evolve(other, id=before.id, owner=before.owner, version=before.version + 1)

    assert applied(before, RecordedChange.of(before, after, PROVENANCE)) == after
    assert applied(None, RecordedChange.of(None, after, PROVENANCE)) == after
    assert applied(before, RecordedChange.of(before, None, PROVENANCE)) is None


@given(accounts())
def test_the_state_at_any_number_is_the_fold_of_the_record(account: RecordedAccount) -> None:
    for number, state in enumerate(account.states):
        assert folded(account.record[:number]) == state


@given(accounts())
def test_the_changes_of_an_account_have_consecutive_numbers(account: RecordedAccount) -> None:
    assert [change.number for change in account.record] == list(range(1, len(account.record) + 1))
    assert len(account.states) == len(account.record) + 1
