"""The unit of work's notebook: each entity once, and nothing forgotten."""

from collections.abc import Callable
from typing import Any

import pytest
from attrs import evolve

from domain.accounts.allowance import Allowance
from domain.accounts.receipt import Receipt
from domain.accounts.session import Session
from domain.accounts.user import User
from domain.ports.change_set import Entity, Intent, Note, Notebook, Notes, Overtaken, key_of
from domain.tasks.task import Task
from tests.support.builders import a_receipt, a_session, a_task, a_user, an_allowance

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
    notebook = Notebook()
    task, user, session, allowance = a_task(), a_user(), a_session(), an_allowance()

    Notes[Task](notebook).add(task)
    Notes[User](notebook).save(user)
    Notes[Session](notebook).remove(session)
    Notes[Allowance](notebook).expect(allowance)

    assert list(notebook) == [
        Note(Intent.ADD, task),
        Note(Intent.SAVE, user),
        Note(Intent.REMOVE, session),
        Note(Intent.EXPECT, allowance),
    ]
    assert len(notebook) == 4
    assert notebook.keys() == {key_of(task), key_of(user), key_of(session), key_of(allowance)}


@pytest.mark.parametrize("build", BUILDERS)
@pytest.mark.parametrize("first", Intent)
@pytest.mark.parametrize("second", Intent)
def test_two_notes_on_one_entity_are_a_programming_error(
    build: Callable[..., Any], first: Intent, second: Intent
) -> None:
    notebook, entity = Notebook(), build()
    notebook.write(first, entity)

    with pytest.raises(ValueError, match=f"{type(entity).__name__} .* comes twice"):
        notebook.write(second, evolve(entity, version=2))

    assert list(notebook) == [Note(first, entity)]


@pytest.mark.parametrize(
    ("intent", "expects", "leaves"),
    [(Intent.ADD, 0, 3), (Intent.SAVE, 2, 3), (Intent.REMOVE, 3, 0), (Intent.EXPECT, 3, 3)],
)
def test_a_note_says_which_version_it_needs_and_which_it_leaves(intent: Intent, expects: int, leaves: int) -> None:
    note = Note(intent, a_task(version=3))

    assert (note.expects, note.leaves) == (expects, leaves)


def test_what_is_noted_about_an_entity_is_found_by_its_key() -> None:
    notebook, task = Notebook(), a_task()
    notebook.write(Intent.SAVE, task)

    assert notebook.about(key_of(task)) == Note(Intent.SAVE, task)
    assert notebook.about(key_of(a_task())) is None


def test_things_of_different_kinds_or_owners_may_share_an_id() -> None:
    notebook, task = Notebook(), a_task()
    others: list[Entity] = [a_task(id=task.id), a_session(id=task.id, user_id=task.owner), a_user(id=task.id)]

    for entity in (task, *others):
        notebook.write(Intent.ADD, entity)

    assert len(notebook) == 4


def test_whoever_was_overtaken_is_told_with_what() -> None:
    task = a_task()

    assert Overtaken(entity=task).entity is task
    assert str(Overtaken(entity=task)) == "another writer changed this task first"
