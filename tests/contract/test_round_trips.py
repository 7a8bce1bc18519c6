"""What goes in comes out: texts to the byte, times to the microsecond, bytes as bytes."""

from datetime import datetime, timedelta

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from domain.ids import UserId
from domain.moment import EARLIEST, LATEST
from domain.ports import Begin
from domain.receipt import Receipt
from domain.session import Session
from domain.task import Task
from domain.user import Email
from domain.work import Entity, Intent, key_of
from tests.builders import NOON, a_receipt, a_session, a_task, a_user, an_allowance, an_answer
from tests.strategies import moments, storable_characters, tasks
from tests.units import add, commit, look_up

storable_texts = st.text(storable_characters, max_size=60)
optional_moments = st.none() | moments
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

    await commit(begin, (Intent.SAVE, second))

    assert await look_up(begin, key_of(first)) == second


@given(at=moments, disabled_at=optional_moments, password_hash=storable_texts, version=versions)
async def test_a_user_comes_back_as_it_was(
    begin: Begin, at: datetime, disabled_at: datetime | None, password_hash: str, version: int
) -> None:
    await comes_back(
        begin, a_user(created_at=at, disabled_at=disabled_at, password_hash=password_hash, version=version)
    )


async def test_the_longest_address_comes_back_as_it_was(begin: Begin) -> None:
    address = Email(f"{'a' * 64}@{'b' * 61}.{'c' * 61}.{'d' * 61}.{'e' * 3}")

    await comes_back(begin, a_user(email=address))


sessions = st.builds(
    a_session,
    created_at=moments,
    last_used_at=moments,
    expires_at=moments,
    ended_at=optional_moments,
    user_agent=st.none() | storable_texts,
    address=st.none() | storable_texts,
    generation=versions,
    token_digest=st.binary(min_size=32, max_size=32),
    rotated_at=optional_moments,
    sealed_successor=st.none() | st.binary(min_size=32, max_size=32),
)


@given(old=sessions, new=sessions)
async def test_a_session_comes_back_as_it_was_first_and_saved(begin: Begin, old: Session, new: Session) -> None:
    user = a_user()
    await add(begin, user)
    first = evolve(old, user_id=user.id)
    second = evolve(new, user_id=user.id, id=first.id, version=2)

    await comes_back(begin, first)
    await commit(begin, (Intent.SAVE, second))

    assert await look_up(begin, key_of(first)) == second


answers = st.builds(
    an_answer,
    status=st.integers(200, 599),
    headers=st.lists(st.tuples(storable_texts, storable_texts), max_size=4).map(tuple),
    body=st.binary(max_size=300),
)
receipts = st.builds(a_receipt, answer=answers, fingerprint=st.binary(max_size=64), created_at=moments)


@given(old=receipts, new=receipts, route=storable_texts, key=storable_texts)
async def test_a_receipt_comes_back_as_it_was_first_and_saved(
    begin: Begin, old: Receipt, new: Receipt, route: str, key: str
) -> None:
    user = a_user()
    await add(begin, user)
    first = evolve(old, owner=user.id, route=route, key=key)
    second = evolve(new, owner=user.id, route=route, key=key, version=2)

    await comes_back(begin, first)
    await commit(begin, (Intent.SAVE, second))

    assert await look_up(begin, key_of(first)) == second


@given(used=st.integers(0, 2**31 - 1), since=moments, until=moments, subject=storable_texts)
async def test_an_allowance_comes_back_as_it_was(
    begin: Begin, used: int, since: datetime, until: datetime, subject: str
) -> None:
    fresh = an_allowance()

    await comes_back(begin, evolve(fresh, subject=fresh.subject + subject, used=used, since=since, until=until))


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
