"""The unit of work's change_set: each entity once, and nothing forgotten."""

from collections.abc import Callable
from typing import Any

import pytest
from attrs import evolve

from adapters.testing.builders import NOON, a_receipt, a_session, a_task, a_user, a_user_id, an_allowance
from domain.accounts.allowance import Allowance
from domain.accounts.receipt import Receipt
from domain.accounts.session import Session
from domain.accounts.user import User
from domain.changes.provenance import Actor
from domain.changes.recorded_change import RecordedChange
from domain.ports.change_set import Change, ChangeKind, ChangeRecorder, ChangeSet, ObjectRecorder, VersionConflict
from domain.ports.stored import Entity, key_of
from domain.tasks.task import Task

BUILDERS = [a_user, a_task, a_session, a_receipt, an_allowance]


def test_an_entity_is_known_by_its_owner_first() -> None:
    task, session, receipt, user, allowance = a_task(), a_session(), a_receipt(), a_user(), an_allowance()

    keys = [key_of(entity) for entity in (task, session, receipt, user, allowance)]

    assert keys == [
        (Task, (task.owner, task.id)),
        (Session, (session.user_id, session.id)),
        (Receipt, (receipt.owner, receipt.route, receipt.key)),
        (User, (user.id,)),
        (Allowance, (allowance.subject,)),
    ]


def test_what_is_noted_is_found_in_the_order_of_noting() -> None:
    change_set = ChangeSet()
    task, user, session, allowance = a_task(), a_user(), a_session(), an_allowance()

    ChangeRecorder[Task](change_set).add(task)
    ChangeRecorder[User](change_set).save(user)
    ChangeRecorder[Session](change_set).remove(session)
    ChangeRecorder[Allowance](change_set).expect(allowance)

    assert list(change_set) == [
        Change(ChangeKind.ADD, task),
        Change(ChangeKind.SAVE, user),
        Change(ChangeKind.REMOVE, session),
        Change(ChangeKind.EXPECT, allowance),
    ]
    assert len(change_set) == 4
    assert change_set.keys() == {key_of(task), key_of(user), key_of(session), key_of(allowance)}


@pytest.mark.parametrize("build", BUILDERS)
@pytest.mark.parametrize(
    ("first", "second"),
    [
        (first, second)
        for first in ChangeKind
        for second in ChangeKind
        if ChangeKind.EXPECT not in (first, second) or ChangeKind.ADD in (first, second)
    ],
)
def test_two_notes_on_one_entity_are_a_programming_error(
    build: Callable[..., Any], first: ChangeKind, second: ChangeKind
) -> None:
    change_set, entity = ChangeSet(), build()
    change_set.write(first, entity)

    with pytest.raises(ValueError, match=f"{type(entity).__name__} .* is written twice"):
        change_set.write(second, evolve(entity, version=2))

    assert list(change_set) == [Change(first, entity)]


@pytest.mark.parametrize("kind", [ChangeKind.SAVE, ChangeKind.REMOVE, ChangeKind.EXPECT])
def test_an_expected_version_may_be_expected_again_and_changed(kind: ChangeKind) -> None:
    task = a_task(version=2)
    changed = evolve(task, version=3 if kind is ChangeKind.SAVE else 2)
    writes = [(ChangeKind.EXPECT, task), (kind, changed)]

    for order in (writes, writes[::-1]):
        change_set = ChangeSet()
        for each in order:
            change_set.write(*each)
        assert list(change_set) == [Change(kind, changed)]


@pytest.mark.parametrize("kind", [ChangeKind.SAVE, ChangeKind.REMOVE, ChangeKind.EXPECT])
def test_a_unit_of_work_that_has_read_two_versions_has_lost(kind: ChangeKind) -> None:
    change_set, task = ChangeSet(), a_task(version=2)
    change_set.write(ChangeKind.EXPECT, task)

    with pytest.raises(VersionConflict):
        change_set.write(kind, evolve(task, version=4))

    assert list(change_set) == [Change(ChangeKind.EXPECT, task)]


@pytest.mark.parametrize(
    ("change_kind", "expects", "leaves"),
    [(ChangeKind.ADD, 0, 3), (ChangeKind.SAVE, 2, 3), (ChangeKind.REMOVE, 3, 0), (ChangeKind.EXPECT, 3, 3)],
)
def test_a_note_says_which_version_it_needs_and_which_it_leaves(
    change_kind: ChangeKind, expects: int, leaves: int
) -> None:
    change = Change(change_kind, a_task(version=3))

    assert (change.expects, change.leaves) == (expects, leaves)


def test_what_is_noted_about_an_entity_is_found_by_its_key() -> None:
    change_set, task = ChangeSet(), a_task()
    change_set.write(ChangeKind.SAVE, task)

    assert change_set.get(key_of(task)) == Change(ChangeKind.SAVE, task)
    assert change_set.get(key_of(a_task())) is None


def test_things_of_different_kinds_or_owners_may_share_an_id() -> None:
    change_set, task = ChangeSet(), a_task()
    others: list[Entity] = [a_task(id=task.id), a_session(id=task.id, user_id=task.owner), a_user(id=task.id)]

    for entity in (task, *others):
        change_set.write(ChangeKind.ADD, entity)

    assert len(change_set) == 4


def test_a_version_conflict_contains_the_entity() -> None:
    task = a_task()

    assert VersionConflict(entity=task).entity is task
    assert str(VersionConflict(entity=task)) == "another writer changed this task first"


def test_writes_of_tasks_are_recorded_in_their_order_and_expectations_are_not() -> None:
    change_set, provenance = ChangeSet(), Actor(a_user_id()).provenance(NOON)
    recorder = ObjectRecorder[Task](change_set)
    added, saved, removed, expected = a_task(), a_task(version=2), a_task(), a_task()

    recorder.remove(removed, provenance)
    recorder.expect(expected)
    recorder.save(saved, provenance, before=evolve(saved, version=1, title="Before"))
    recorder.add(added, provenance)

    assert list(change_set) == [
        Change(ChangeKind.REMOVE, removed),
        Change(ChangeKind.EXPECT, expected),
        Change(ChangeKind.SAVE, saved),
        Change(ChangeKind.ADD, added),
    ]
    assert change_set.recorded == [
        RecordedChange.of(removed, None, provenance),
        RecordedChange.of(evolve(saved, version=1, title="Before"), saved, provenance),
        RecordedChange.of(None, added, provenance),
    ]
