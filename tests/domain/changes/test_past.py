"""Reverting changes, the newest first, leads back to every earlier state."""

from attrs import evolve
from hypothesis import given

from adapters.testing.builders import NOON, a_task, a_user_id
from adapters.testing.strategies import tasks
from domain.changes.past import PastObject
from domain.changes.provenance import Actor
from domain.changes.recorded_change import RecordedChange
from domain.ids import TaskId
from domain.tasks.task import Task
from tests.support.changes.recorded_account import RecordedAccount, accounts

PROVENANCE = Actor(a_user_id()).provenance(NOON)


def test_without_a_reverted_change_the_task_is_as_it_was_read() -> None:
    task = a_task()

    assert PastObject(task).state is task
    assert PastObject(None).state is None


def test_before_its_creation_there_is_no_task() -> None:
    task = a_task()

    assert PastObject(task).revert(RecordedChange.of(None, task, PROVENANCE)).state is None


def test_before_its_deletion_a_task_had_all_its_values() -> None:
    task = a_task(version=3, description="By hand", due_at=NOON, creation_digest=b"digest")

    assert PastObject(None).revert(RecordedChange.of(task, None, PROVENANCE)).state == task


def test_fields_without_a_value_do_not_survive_from_a_later_life() -> None:
    earlier = a_task()
    later = evolve(earlier, description="Of a later life", due_at=NOON, version=2)
    past = PastObject(later)

    past.revert(RecordedChange.of(None, later, PROVENANCE))
    past.revert(RecordedChange.of(earlier, None, PROVENANCE))

    assert past.state == earlier


def test_a_change_that_was_committed_after_the_task_was_read_is_reverted_without_harm() -> None:
    read = a_task(title="Read")
    later = evolve(read, title="Later", version=2)

    assert PastObject(read).revert(RecordedChange.of(read, later, PROVENANCE)).state == read


def test_before_a_deletion_a_task_had_no_values_of_an_earlier_read() -> None:
    """The description was removed after the task was read, and the task was deleted after that."""
    read = a_task(description="Read")
    later = evolve(read, description=None, version=2)

    assert PastObject(read).revert(RecordedChange.of(later, None, PROVENANCE)).state == later


@given(tasks(), tasks())
def test_reverting_a_change_leads_from_the_later_state_to_the_earlier_one(before: Task, other: Task) -> None:
    after = evolve(other, id=before.id, owner=before.owner, version=before.version + 1)

    past = PastObject(after).revert(RecordedChange.of(before, after, PROVENANCE))
    restored = PastObject[Task](None).revert(RecordedChange.of(before, None, PROVENANCE))
    removed = PastObject(after).revert(RecordedChange.of(None, after, PROVENANCE))

    assert (past.state, restored.state, removed.state) == (before, before, None)


@given(accounts())
def test_reverting_the_record_leads_back_to_every_earlier_state(account: RecordedAccount) -> None:
    for task_id in {TaskId(change.object_id) for change in account.record}:
        past = PastObject(account.tasks.get(task_id))
        for change in reversed(account.of(task_id)):
            past.revert(change)
            assert past.state == account.states[change.number - 1].get(task_id)


@given(accounts())
def test_a_task_that_was_read_at_any_earlier_moment_leads_back_to_the_same_states(account: RecordedAccount) -> None:
    """As if the task had been read first and changed before the record was read."""
    for task_id in {TaskId(change.object_id) for change in account.record}:
        for read in account.of(task_id):
            past = PastObject(account.states[read.number - 1].get(task_id))
            for change in reversed(account.of(task_id)):
                past.revert(change)
                if change.number <= read.number:
                    assert past.state == account.states[change.number - 1].get(task_id)
