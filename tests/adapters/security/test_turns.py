"""Turns: at most so many at once, two bounded lines that alternate, and no turn is lost."""

import asyncio

import pytest

from adapters.security.turns import Turns
from domain.errors import HashingOverloaded


class Queue:
    """Callers of `Turns`, in the order in which they get their turns."""

    def __init__(self, turns: Turns) -> None:
        self.turns = turns
        self.served: list[str] = []

    async def line_up(self, name: str, *, preferred: bool = False) -> "asyncio.Task[None]":
        async def take() -> None:
            await self.turns.take(preferred=preferred)
            self.served.append(name)

        task = asyncio.create_task(take())
        await asyncio.sleep(0)
        return task

    async def give_back(self, times: int) -> None:
        for _ in range(times):
            self.turns.give_back()
            await asyncio.sleep(0)
            await asyncio.sleep(0)


@pytest.fixture
async def queue() -> Queue:
    """With the only slot taken."""
    queue = Queue(Turns(1, limit=3))
    await queue.line_up("first")
    return queue


async def test_preferred_callers_come_first_and_then_the_lines_alternate(queue: Queue) -> None:
    for name in ("a", "b", "c"):
        await queue.line_up(name)
    for name in ("A", "B"):
        await queue.line_up(name, preferred=True)

    await queue.give_back(6)

    assert queue.served == ["first", "A", "a", "B", "b", "c"]


async def test_a_full_line_rejects_at_once_and_the_other_is_not_affected(queue: Queue) -> None:
    for name in ("a", "b", "c"):
        await queue.line_up(name)

    with pytest.raises(HashingOverloaded):
        await queue.turns.take(preferred=False)
    await queue.line_up("A", preferred=True)

    assert queue.turns.waiting == 4
    await queue.give_back(1)
    assert queue.served == ["first", "A"]


async def test_a_line_is_shorter_when_turns_take_long(queue: Queue) -> None:
    for _ in range(50):
        queue.turns.lasted(0.6)
    await queue.line_up("a")
    await queue.line_up("b")

    with pytest.raises(HashingOverloaded):
        await queue.turns.take(preferred=False)


async def test_a_caller_who_waits_for_too_long_is_rejected_and_leaves_the_line() -> None:
    turns = Turns(1, limit=3, patience=0.001)
    turns.lasted(-0.7)
    await turns.take(preferred=False)

    with pytest.raises(HashingOverloaded):
        await turns.take(preferred=False)

    assert turns.waiting == 0


async def test_a_cancelled_caller_leaves_its_line(queue: Queue) -> None:
    cancelled = await queue.line_up("a")
    await queue.line_up("b")
    cancelled.cancel()
    await asyncio.wait([cancelled])

    assert queue.turns.waiting == 1
    await queue.give_back(1)
    assert queue.served == ["first", "b"]


async def test_a_turn_that_is_granted_to_a_caller_who_is_cancelled_at_that_moment_goes_to_the_next(
    queue: Queue,
) -> None:
    cancelled = await queue.line_up("a")
    await queue.line_up("b")
    queue.turns.give_back()
    cancelled.cancel()
    await asyncio.wait([cancelled])
    await asyncio.sleep(0)

    assert queue.served == ["first", "b"]


async def test_a_caller_who_was_cancelled_but_not_yet_removed_gets_no_turn(queue: Queue) -> None:
    cancelled = await queue.line_up("a")
    await queue.line_up("b")
    cancelled.cancel()
    queue.turns.give_back()
    await asyncio.wait([cancelled])
    await asyncio.sleep(0)

    assert queue.served == ["first", "b"]
    assert queue.turns.waiting == 0


async def test_a_turn_that_nobody_waits_for_is_free_for_the_next_caller(queue: Queue) -> None:
    await queue.give_back(1)

    await asyncio.wait_for(queue.turns.take(preferred=False), 60)


async def test_with_two_slots_twice_as_many_callers_wait() -> None:
    turns = Turns(2, limit=16, patience=1.0)
    queue = Queue(turns)
    for _ in range(50):
        turns.lasted(0.6)
    for name in ("first", "second", "a", "b", "c", "d"):
        await queue.line_up(name)

    with pytest.raises(HashingOverloaded):
        await turns.take(preferred=False)

    assert turns.waiting == 4
