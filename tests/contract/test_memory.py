"""What the in-memory store promises beyond the contract: it stays quick."""

from collections.abc import Awaitable, Callable
from time import process_time

import pytest

from adapters.memory import MemoryStore
from adapters.testing.builders import a_session, a_task, a_user
from adapters.testing.units import add
from domain.accounts.user import EmailTaken, User

MANY = 20_000
SLOWER_AT_MOST = 10
"""Times; copying or looking at every row would be some hundred."""

Unit = Callable[[MemoryStore, User], Awaitable[None]]


async def write(store: MemoryStore, owner: User) -> None:
    await add(store.begin, a_task(owner=owner.id), a_user())


async def fail(store: MemoryStore, owner: User) -> None:
    with pytest.raises(EmailTaken):
        await add(store.begin, a_task(owner=owner.id), a_user(email=owner.email))


async def read(store: MemoryStore, owner: User) -> None:
    async with store.begin() as work:
        await work.users.with_email(owner.email)
        await work.sessions.of(owner.id)


async def leave(store: MemoryStore, _: User) -> None:
    user = a_user()
    await add(store.begin, user, a_session(user_id=user.id))
    async with store.begin() as work:
        work.users.remove(user)


@pytest.mark.parametrize("unit", [write, fail, read, leave])
async def test_a_unit_of_work_costs_the_same_however_much_there_is(unit: Unit) -> None:
    owner = a_user()
    small, large = MemoryStore(), MemoryStore()
    for store, rows in ((small, 10), (large, MANY)):
        await add(store.begin, owner, *(a_task(owner=owner.id) for _ in range(rows)))

    assert await seconds(unit, large, owner) < SLOWER_AT_MOST * await seconds(unit, small, owner)


async def seconds(unit: Unit, store: MemoryStore, owner: User) -> float:
    """How long the quickest of some takes."""
    took = []
    for _ in range(30):
        began = process_time()
        await unit(store, owner)
        took.append(process_time() - began)
    return min(took)
