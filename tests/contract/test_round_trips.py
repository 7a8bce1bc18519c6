"""What goes in comes out: texts to the byte, times to the microsecond, bytes as bytes."""

from datetime import datetime, timedelta

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from domain.accounts.allowance import Allowance
from domain.accounts.personal_access_token import PersonalAccessToken
from domain.accounts.receipt import Receipt
from domain.accounts.session import Session
from domain.accounts.user import Email, User
from domain.ids import UserId
from domain.moment import EARLIEST, LATEST
from domain.ports import Begin
from domain.ports.change_set import ChangeKind
from domain.ports.stored import Entity, key_of
from domain.tasks.task import Task
from tests.support.builders import NOON, a_task, a_user, a_user_id, an_allowance, an_email
from tests.support.strategies import allowances, receipts, sessions, storable_texts, tasks, tokens, users
from tests.support.units import add, commit, look_up

versions = st.integers(1, 2**31 - 1)


async def comes_back(begin: Begin, entity: Entity) -> None:
    """Add something, find it, change it by one version, and find that."""
    await add(begin, entity)
    assert await look_up(begin, key_of(entity)) == entity


@given(task=tasks(), version=versions)
async def test_a_task_comes_back_as_it_was(begin: Begin, task: Task, version: int) -> None:
    user = a_user()
    await add(begin, user)

    await comes_back(begin, evolve(task, owner=user.id, version=version))


@given(old=tasks(), new=tasks())
async def test_a_saved_task_has_nothing_left_of_the_version_before(begin: Begin, old: Task, new: Task) -> None:
    user = a_user()
    first = evolve(old, owner=user.id, version=1)
    second = evolve(new, owner=user.id, id=old.id, version=2)
    await add(begin, user, first)

    await commit(begin, (ChangeKind.SAVE, second))

    assert await look_up(begin, key_of(first)) == second


@given(user=users, version=versions)
async def test_a_user_comes_back_as_it_was(begin: Begin, user: User, version: int) -> None:
    await comes_back(begin, evolve(user, id=a_user_id(), email=an_email(), version=version))


async def test_the_longest_address_comes_back_as_it_was(begin: Begin) -> None:
    address = Email(f"{'a' * 64}@{'b' * 61}.{'c' * 61}.{'d' * 61}.{'e' * 3}")

    await comes_back(begin, a_user(email=address))


@given(old=sessions, new=sessions)
async def test_a_session_comes_back_as_it_was_first_and_saved(begin: Begin, old: Session, new: Session) -> None:
    user = a_user()
    await add(begin, user)
    first = evolve(old, user_id=user.id)
    second = evolve(new, user_id=user.id, id=first.id, version=2)

    await comes_back(begin, first)
    await commit(begin, (ChangeKind.SAVE, second))

    assert await look_up(begin, key_of(first)) == second


@given(old=tokens, new=tokens)
async def test_a_token_comes_back_as_it_was_first_and_saved(
    begin: Begin, old: PersonalAccessToken, new: PersonalAccessToken
) -> None:
    user = a_user()
    await add(begin, user)
    first = evolve(old, user_id=user.id)
    second = evolve(new, user_id=user.id, id=first.id, version=2)

    await comes_back(begin, first)
    await commit(begin, (ChangeKind.SAVE, second))

    assert await look_up(begin, key_of(first)) == second


@given(old=receipts, new=receipts, route=storable_texts, key=storable_texts)
async def test_a_receipt_comes_back_as_it_was_first_and_saved(
    begin: Begin, old: Receipt, new: Receipt, route: str, key: str
) -> None:
    user = a_user()
    await add(begin, user)
    first = evolve(old, owner=user.id, route=route, key=key)
    second = evolve(new, owner=user.id, route=route, key=key, version=2)

    await comes_back(begin, first)
    await commit(begin, (ChangeKind.SAVE, second))

    assert await look_up(begin, key_of(first)) == second


@given(allowance=allowances, subject=storable_texts)
async def test_an_allowance_comes_back_as_it_was(begin: Begin, allowance: Allowance, subject: str) -> None:
    await comes_back(begin, evolve(allowance, subject=an_allowance().subject + subject))


@pytest.mark.parametrize(
    "moment",
    [
        EARLIEST,
        EARLIEST + timedelta(microseconds=1),
        NOON + timedelta(microseconds=999_999),
        LATEST - timedelta(microseconds=1),
    ],
)
async def test_a_time_comes_back_to_the_microsecond_and_in_utc(begin: Begin, owner: UserId, moment: datetime) -> None:
    task = a_task(owner=owner, created_at=moment, due_at=moment)
    await add(begin, task)

    kept = await look_up(begin, key_of(task))

    assert isinstance(kept, Task)
    assert (kept.created_at, kept.due_at) == (moment, moment)
    assert kept.created_at.utcoffset() == timedelta()
