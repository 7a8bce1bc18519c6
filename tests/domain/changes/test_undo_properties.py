"""What holds for undoing after any sequence of commands."""

from hypothesis import given
from hypothesis import strategies as st

from domain.changes.recorded_change import Effect, RecordedChange
from domain.changes.undo import BOOKKEEPING, UndoConflict
from domain.ids import TaskId
from tests.support.changes.recorded_account import RecordedAccount, accounts, content


@given(accounts())
def test_undoing_in_reverse_order_leads_to_the_state_before_for_every_prefix(account: RecordedAccount) -> None:
    for number in range(len(account.record), 0, -1):
        account.undo(number)
        assert content(account.tasks) == content(account.states[number - 1])


@given(accounts(), st.data())
def test_undoing_the_last_changes_of_a_task_together_leads_to_the_state_before(
    account: RecordedAccount, data: st.DataObject
) -> None:
    if not account.record:
        return
    first = data.draw(st.sampled_from(account.record))
    task_id = TaskId(first.object_id)

    account.undo(*(change.number for change in account.of(task_id) if change.number >= first.number))

    before = account.states[first.number - 1]
    assert content(account.tasks).get(task_id) == content(before).get(task_id)


@given(accounts(), st.integers(0, 40))
def test_undoing_an_undo_is_a_redo(account: RecordedAccount, selected: int) -> None:
    length, before = len(account.record), account.tasks
    if not try_undo(account, selected) or len(account.record) == length:
        return

    account.undo(len(account.record))

    assert content(account.tasks) == content(before)


@given(accounts(), st.integers(0, 40))
def test_an_undo_changes_the_fields_of_its_target_alone(account: RecordedAccount, selected: int) -> None:
    length = len(account.record)
    if not try_undo(account, selected) or len(account.record) == length:
        return
    target, undo = account.record[selected % length], account.record[-1]

    assert undo.object_id == target.object_id
    assert set(undo.fields) <= set(target.fields) | {"updated_at"} or undo.effect is not Effect.EDITED
    for name in set(target.fields) - {"updated_at"}:
        after = undo.fields[name].after if name in undo.fields else target.fields[name].before
        assert after == target.fields[name].before


@given(accounts(), st.integers(0, 40))
def test_a_conflict_names_later_changes_of_the_same_task_and_exactly_the_fields_that_they_share(
    account: RecordedAccount, selected: int
) -> None:
    error = conflict_of(account, selected)
    if error is None:
        return
    target = account.record[selected % len(account.record)]
    later = [account.record[number - 1] for number in error.numbers]

    assert list(error.numbers) == sorted({each.number for each in later if each.number > target.number})
    assert {each.object_id for each in later} == {target.object_id}
    assert set(error.fields) == set().union(*(conflicting(each, target) for each in later))
    assert all(conflicting(each, target) for each in later)


@given(accounts(), st.integers(0, 40))
def test_without_earlier_undos_every_later_change_of_the_same_fields_is_named(
    account: RecordedAccount, selected: int
) -> None:
    if not account.record or any(change.undoes for change in account.record):
        return
    target = account.record[selected % len(account.record)]
    later = [each for each in account.of(TaskId(target.object_id)) if each.number > target.number]

    error = conflict_of(account, selected)

    assert (list(error.numbers) if error else []) == [each.number for each in later if conflicting(each, target)]


@given(accounts(), st.integers(0, 40))
def test_undoing_the_named_changes_first_always_succeeds(account: RecordedAccount, selected: int) -> None:
    """A conflict names what stands in the way; with that, and what stands in its way, the change can be undone."""
    if not account.record:
        return
    numbers = {1 + selected % len(account.record)}
    for _ in account.record:
        try:
            account.undo(*numbers)
        except UndoConflict as error:
            numbers |= set(error.numbers)
        else:
            return
    raise AssertionError


def try_undo(account: RecordedAccount, selected: int) -> bool:
    """Undo one of the changes, and return whether that was possible."""
    return bool(account.record) and conflict_of(account, selected) is None


def conflict_of(account: RecordedAccount, selected: int) -> UndoConflict | None:
    """Undo one of the changes, or return the conflict."""
    if account.record:
        try:
            account.undo(1 + selected % len(account.record))
        except UndoConflict as error:
            return error
    return None


def conflicting(later: RecordedChange, target: RecordedChange) -> set[str]:
    """Return the fields of a later change that the target set as well; due dates of both kinds are one."""
    earlier, due = set_by(target), {"due_at", "due_on"}
    return {name for name in set_by(later) if name in earlier or (name in due and earlier & due)}


def set_by(change: RecordedChange) -> set[str]:
    """Return the fields that a change sets."""
    return set(change.fields if change.effect is Effect.EDITED else change.object_kind.fields) - BOOKKEEPING
