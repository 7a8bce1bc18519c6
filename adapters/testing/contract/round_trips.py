"""Entities are read as they were written: every character, microsecond and byte."""

from datetime import datetime, timedelta

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from adapters.testing.builders import NOON, a_task, a_user, a_user_id, an_allowance, an_email
from adapters.testing.contract.examples import examples
from adapters.testing.contract.fixtures import StoreFixtures
from adapters.testing.strategies import allowances, receipts, sessions, storable_texts, tasks, tokens, users
from adapters.testing.units import add, commit, look_up
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

versions = st.integers(1, 2**31 - 1)


async def is_read_as_added(begin: Begin, entity: Entity) -> None:
    """Fail unless an entity is read as it was added."""
    await add(begin, entity)
    assert await look_up(begin, key_of(entity)) == entity


class RoundTripContract(StoreFixtures):
    """Entities are read exactly as they were written."""

    @examples
    @given(task=tasks(), version=versions)
    async def test_a_task_is_read_as_it_was_written(self, begin: Begin, task: Task, version: int) -> None:
        user = a_user()
        await add(begin, user)

        await is_read_as_added(begin, evolve(task, owner=user.id, version=version))

    @examples
    @given(old=tasks(), new=tasks())
    async def test_a_saved_task_keeps_nothing_of_the_previous_version(self, begin: Begin, old: Task, new: Task) -> None:
        user = a_user()
        first = evolve(old, owner=user.id, version=1)
        second = evolve(new, owner=user.id, id=old.id, version=2)
        await add(begin, user, first)

        await commit(begin, (ChangeKind.SAVE, second))

        assert await look_up(begin, key_of(first)) == second

    @examples
    @given(user=users, version=versions)
    async def test_a_user_is_read_as_it_was_written(self, begin: Begin, user: User, version: int) -> None:
        await is_read_as_added(begin, evolve(user, id=a_user_id(), email=an_email(), version=version))

    async def test_the_longest_email_address_is_read_as_it_was_written(self, begin: Begin) -> None:
        address = Email(f"{'a' * 64}@{'b' * 61}.{'c' * 61}.{'d' * 61}.{'e' * 3}")

        await is_read_as_added(begin, a_user(email=address))

    @examples
    @given(old=sessions, new=sessions)
    async def test_a_session_is_read_as_it_was_added_and_saved(self, begin: Begin, old: Session, new: Session) -> None:
        user = a_user()
        await add(begin, user)
        first = evolve(old, user_id=user.id)
        second = evolve(new, user_id=user.id, id=first.id, version=2)

        await is_read_as_added(begin, first)
        await commit(begin, (ChangeKind.SAVE, second))

        assert await look_up(begin, key_of(first)) == second

    @examples
    @given(old=tokens, new=tokens)
    async def test_a_token_is_read_as_it_was_added_and_saved(
        self, begin: Begin, old: PersonalAccessToken, new: PersonalAccessToken
    ) -> None:
        user = a_user()
        await add(begin, user)
        first = evolve(old, user_id=user.id)
        second = evolve(new, user_id=user.id, id=first.id, version=2)

        await is_read_as_added(begin, first)
        await commit(begin, (ChangeKind.SAVE, second))

        assert await look_up(begin, key_of(first)) == second

    @examples
    @given(old=receipts, new=receipts, route=storable_texts, key=storable_texts)
    async def test_a_receipt_is_read_as_it_was_added_and_saved(
        self, begin: Begin, old: Receipt, new: Receipt, route: str, key: str
    ) -> None:
        user = a_user()
        await add(begin, user)
        first = evolve(old, owner=user.id, route=route, key=key)
        second = evolve(new, owner=user.id, route=route, key=key, version=2)

        await is_read_as_added(begin, first)
        await commit(begin, (ChangeKind.SAVE, second))

        assert await look_up(begin, key_of(first)) == second

    @examples
    @given(allowance=allowances, subject=storable_texts)
    async def test_an_allowance_is_read_as_it_was_written(
        self, begin: Begin, allowance: Allowance, subject: str
    ) -> None:
        await is_read_as_added(begin, evolve(allowance, subject=an_allowance().subject + subject))

    @pytest.mark.parametrize(
        "moment",
        [
            EARLIEST,
            EARLIEST + timedelta(microseconds=1),
            NOON + timedelta(microseconds=999_999),
            LATEST - timedelta(microseconds=1),
        ],
    )
    async def test_times_keep_their_microseconds_and_are_in_utc(
        self, begin: Begin, owner: UserId, moment: datetime
    ) -> None:
        task = a_task(owner=owner, created_at=moment, due_at=moment)
        await add(begin, task)

        kept = await look_up(begin, key_of(task))

        assert isinstance(kept, Task)
        assert (kept.created_at, kept.due_at) == (moment, moment)
        assert kept.created_at.utcoffset() == timedelta()
