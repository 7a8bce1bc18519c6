"""Undoing: the state without a change, unless later changes set the same fields."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from attrs import evolve

from adapters.testing.builders import NOON
from domain.changes.kinds import ObjectKind
from domain.changes.recorded_change import Effect
from domain.changes.undo import BOOKKEEPING, MAX_UNDONE, TooManyLaterChanges, Undo, UndoConflict
from domain.errors import InvalidInput
from domain.ids import TaskId
from domain.tasks.status import Status
from domain.tasks.task import NewTask, Task, TaskEdit
from tests.support.changes.recorded_account import RecordedAccount
from tests.support.violations import place_of

ID = TaskId(UUID(int=1))
DAY = date(2026, 3, 1)
NEW = NewTask(title="First")


@pytest.fixture
def account() -> RecordedAccount:
    """An account with one task, in change 1."""
    account = RecordedAccount()
    account.create(ID, NEW)
    return account


def the_task(account: RecordedAccount) -> Task:
    """Return the task of the account."""
    return account.tasks[ID]


def edit(account: RecordedAccount, **values: object) -> None:
    account.edit(the_task(account), TaskEdit(**values))  # type: ignore[arg-type]


def conflict(account: RecordedAccount, *numbers: int) -> UndoConflict:
    """Return the conflict that undoing raises; nothing is changed."""
    length = len(account.record)
    with pytest.raises(UndoConflict) as raised:
        account.undo(*numbers)
    assert len(account.record) == length
    return raised.value


def test_an_undone_edit_is_a_new_version_with_the_earlier_values(account: RecordedAccount) -> None:
    edit(account, title="Second", description="By hand")

    account.undo(2)

    assert (the_task(account).title, the_task(account).description, the_task(account).version) == ("First", None, 3)
    assert (account.record[-1].effect, account.record[-1].undoes) == (Effect.EDITED, (2,))
    assert the_task(account).updated_at == account.record[-1].at


def test_later_edits_of_other_fields_are_kept(account: RecordedAccount) -> None:
    edit(account, title="Second")
    edit(account, description="By hand")

    account.undo(2)

    assert (the_task(account).title, the_task(account).description) == ("First", "By hand")


def test_a_status_can_be_undone_although_no_edit_could_set_it(account: RecordedAccount) -> None:
    edit(account, status=Status.CANCELLED)
    edit(account, status=Status.TODO)
    edit(account, status=Status.DONE)
    completed_at = the_task(account).completed_at

    account.undo(4)
    account.undo(3)
    assert the_task(account).status is Status.CANCELLED
    assert Status.DONE not in Status.CANCELLED.next

    account.undo(6)
    account.undo(5)
    assert (the_task(account).status, the_task(account).completed_at) == (Status.DONE, completed_at)


def test_a_conflict_names_the_shared_fields_and_the_later_numbers(account: RecordedAccount) -> None:
    edit(account, title="Second", description="By hand", due_at=None, status=Status.IN_PROGRESS)
    edit(account, description="By machine")
    edit(account, priority="high")
    edit(account, title="Third", status=Status.TODO)

    error = conflict(account, 2)

    assert (error.fields, error.numbers) == (("description", "status", "title"), (3, 5))
    assert str(error) == "later changes set the same fields (description, status, title); undo these first: 3, 5"


def test_a_later_due_day_conflicts_with_an_earlier_due_time(account: RecordedAccount) -> None:
    edit(account, due_at=NOON)
    edit(account, due_at=None)
    edit(account, due_on=DAY)

    error = conflict(account, 3)
    assert (error.fields, error.numbers) == (("due_on",), (4,))

    account.undo(4)
    account.undo(3)
    assert (the_task(account).due_at, the_task(account).due_on) == (NOON, None)


@pytest.mark.parametrize("later", ["deleted", "restored"])
def test_a_later_deletion_or_restoration_conflicts_with_every_change(account: RecordedAccount, later: str) -> None:
    edit(account, title="Second")
    account.delete(the_task(account))
    numbers: tuple[int, ...] = (3,)
    if later == "restored":
        account.write(None, evolve(account.states[2][ID], version=3), account.provenance())
        numbers = (3, 4)

    error = conflict(account, 2)

    assert (error.fields, error.numbers) == (("title",), numbers)


def test_every_later_change_conflicts_with_a_creation(account: RecordedAccount) -> None:
    edit(account, title="Second")

    assert (conflict(account, 1).fields, conflict(account, 1).numbers) == (("title",), (2,))


def test_a_later_life_of_an_id_conflicts_in_all_fields(account: RecordedAccount) -> None:
    account.delete(the_task(account))
    account.create(ID, NEW)

    error = conflict(account, 2)

    assert set(error.fields) == set(ObjectKind.TASK.fields) - BOOKKEEPING
    assert error.numbers == (3,)


def test_an_undone_creation_is_a_deletion(account: RecordedAccount) -> None:
    account.undo(1)

    assert account.tasks == {}
    assert (account.record[-1].effect, account.record[-1].undoes) == (Effect.DELETED, (1,))


def test_a_restored_task_continues_its_version_and_keeps_all_values(account: RecordedAccount) -> None:
    edit(account, status=Status.DONE)
    deleted = the_task(account)
    account.delete(deleted)

    account.undo(3)

    assert account.record[-1].effect is Effect.RESTORED
    assert the_task(account) == evolve(deleted, version=3, updated_at=account.record[-1].at)
    assert the_task(account).creation_digest is not None
    assert the_task(account).completed_at is not None


def test_an_undo_can_be_undone(account: RecordedAccount) -> None:
    edit(account, title="Second")
    account.undo(2)

    account.undo(3)

    assert (the_task(account).title, account.record[-1].undoes) == ("Second", (3,))


def test_a_change_that_was_undone_conflicts_with_its_undo(account: RecordedAccount) -> None:
    edit(account, title="Second")
    account.undo(2)

    assert conflict(account, 2).numbers == (3,)


def test_a_change_whose_undo_was_undone_can_be_undone_again(account: RecordedAccount) -> None:
    edit(account, title="Second")
    account.undo(2)
    account.undo(3)

    account.undo(2)

    assert the_task(account).title == "First"


def test_later_changes_that_were_undone_do_not_conflict(account: RecordedAccount) -> None:
    edit(account, title="Second")
    edit(account, title="Third")
    account.undo(3)

    account.undo(2)

    assert the_task(account).title == "First"


def test_several_changes_of_a_task_are_undone_by_one(account: RecordedAccount) -> None:
    edit(account, title="Second")
    edit(account, title="Third")
    account.delete(the_task(account))

    account.undo(4, 2, 3)

    assert (the_task(account).title, the_task(account).version) == ("First", 4)
    assert (account.record[-1].effect, account.record[-1].undoes) == (Effect.RESTORED, (2, 3, 4))


def test_a_group_that_leaves_out_a_change_in_between_conflicts_with_it(account: RecordedAccount) -> None:
    edit(account, title="Second")
    edit(account, title="Third")
    edit(account, title="Fourth")

    assert conflict(account, 2, 4).numbers == (3,)


def test_a_whole_life_that_is_undone_changes_nothing(account: RecordedAccount) -> None:
    account.delete(the_task(account))

    account.undo(1, 2)

    assert len(account.record) == 2


def test_a_change_and_its_undo_together_change_nothing(account: RecordedAccount) -> None:
    edit(account, title="Second")
    account.undo(2)

    account.undo(2, 3)

    assert len(account.record) == 3


def test_an_undo_does_not_move_the_time_of_the_last_change_back(account: RecordedAccount) -> None:
    """Another process may have a clock that is ahead."""
    edit(account, title="Second")
    account.write(
        the_task(account),
        evolve(the_task(account), description="Later", version=3, updated_at=account.now.replace(year=2030)),
        account.provenance(),
    )

    account.undo(2)

    assert the_task(account).updated_at.year == 2030


@pytest.mark.parametrize(
    ("numbers", "violation"),
    [
        ((), ("/numbers", "out-of-range")),
        (tuple(range(1, MAX_UNDONE + 2)), ("/numbers", "out-of-range")),
        ((3, 4, 3), ("/numbers", "repeated")),
        ((2, 0), ("/numbers", "out-of-range")),
        ((-1,), ("/numbers", "out-of-range")),
    ],
)
def test_the_command_names_each_of_at_most_200_changes_once(
    numbers: tuple[int, ...], violation: tuple[str, str]
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        Undo(numbers)

    assert [(place_of(each), each.code) for each in refusal.value.violations] == [violation]


@pytest.mark.parametrize(
    ("command", "violation"),
    [
        ({}, ("", "missing")),
        ({"group": 0}, ("/group", "out-of-range")),
        ({"numbers": (1,), "group": 1}, ("/group", "contradiction")),
    ],
)
def test_the_command_has_either_numbers_or_a_group(command: dict[str, Any], violation: tuple[str, str]) -> None:
    with pytest.raises(InvalidInput) as refusal:
        Undo(**command)

    assert [(place_of(each), each.code) for each in refusal.value.violations] == [violation]
    assert Undo(group=41).group == 41


def test_the_command_takes_200_changes() -> None:
    assert Undo(tuple(range(1, MAX_UNDONE + 1))).numbers == tuple(range(1, 201))


def test_too_many_later_changes_are_a_conflict_with_a_way_out() -> None:
    assert str(TooManyLaterChanges()) == (
        "the object has more than 1,000 later changes; undo newer ones first, or edit the object"
    )
