"""Overload: a few hashes wait, further ones are rejected at once, and other work is not delayed."""

import asyncio
import threading
import time
from collections.abc import Awaitable, Iterator
from typing import Self

import pytest

from adapters.security.passwords import Argon2Passwords
from domain.errors import HashingOverloaded, Unavailable
from tests.adapters.security.support.passwords import NOTICEABLE, RIGHT, a_hash

SOUND = a_hash(memory=NOTICEABLE)


@pytest.fixture
def noticeable() -> Iterator[Argon2Passwords]:
    hasher = Argon2Passwords(memory=NOTICEABLE, queue_limit=3)
    yield hasher
    hasher.close()


async def timed(*work: Awaitable[object]) -> float:
    """The seconds the event loop computes until all the work has succeeded or failed; neighbours do not count."""
    began = time.thread_time()
    await asyncio.gather(*work, return_exceptions=True)
    return time.thread_time() - began


class Held:
    """A hasher whose only thread is busy until it is let go (or for 5 s), with so many callers waiting."""

    def __init__(self, hasher: Argon2Passwords, waiting: int) -> None:
        self.go_on = threading.Event()
        self.running = asyncio.create_task(hasher._run(lambda: self.go_on.wait(5)))
        self.waiting = [asyncio.create_task(hasher.verify(RIGHT, SOUND)) for _ in range(waiting)]

    async def __aenter__(self) -> Self:
        await asyncio.sleep(0)
        return self

    async def __aexit__(self, *_: object) -> None:
        self.go_on.set()
        await asyncio.wait([self.running])


async def test_hashes_beyond_the_queue_are_rejected_at_once(noticeable: Argon2Passwords) -> None:
    """Ten times what one thread and three places hold."""
    async with Held(noticeable, waiting=3) as held:
        with pytest.raises(HashingOverloaded) as rejection:
            await noticeable.hash(RIGHT)
        rounds = [await timed(*(noticeable.verify(RIGHT, SOUND) for _ in range(36))) for _ in range(3)]

    assert isinstance(rejection.value, Unavailable)
    assert (rejection.value.code, rejection.value.retry_after) == ("hashing-overloaded", 2.0)
    assert min(rounds) < 0.050
    assert await asyncio.gather(*held.waiting) == [True] * 3
    assert await noticeable.verify(RIGHT, SOUND)


async def test_what_comes_first_is_done_in_turn_and_its_error_ends_the_turn(noticeable: Argon2Passwords) -> None:
    order: list[str] = []

    async def count(name: str) -> None:
        order.append(name)
        if name == "refused":
            raise LookupError(name)

    async with Held(noticeable, waiting=0):
        refused = asyncio.create_task(noticeable.verify(RIGHT, SOUND, first=lambda: count("refused")))
        preferred = asyncio.create_task(noticeable.verify(RIGHT, SOUND, preferred=True, first=lambda: count("known")))
        await asyncio.sleep(0)
        assert order == []

    with pytest.raises(LookupError):
        await refused
    assert await preferred
    assert order == ["known", "refused"]
    assert await noticeable.verify(RIGHT, SOUND)


async def test_every_accepted_hash_completes(noticeable: Argon2Passwords) -> None:
    outcomes = await asyncio.gather(*(noticeable.verify(RIGHT, SOUND) for _ in range(40)), return_exceptions=True)

    assert outcomes[:4] == [True] * 4
    assert {type(outcome) for outcome in outcomes[4:]} == {HashingOverloaded}


async def test_cancelled_callers_leave_the_queue(noticeable: Argon2Passwords) -> None:
    async with Held(noticeable, waiting=3) as held:
        for caller in held.waiting:
            caller.cancel()
        await asyncio.wait(held.waiting)
        others = [asyncio.create_task(noticeable.verify(RIGHT, SOUND)) for _ in range(3)]
        await asyncio.sleep(0)

    assert await asyncio.gather(*others) == [True] * 3


async def test_a_cancelled_caller_occupies_its_slot_until_the_thread_is_free(noticeable: Argon2Passwords) -> None:
    async with Held(noticeable, waiting=3) as held:
        held.running.cancel()
        await asyncio.wait([held.running])

        with pytest.raises(HashingOverloaded):
            await noticeable.verify(RIGHT, SOUND)

    assert await asyncio.gather(*held.waiting) == [True] * 3


async def test_the_event_loop_is_free_while_a_password_is_hashed() -> None:
    hasher = Argon2Passwords()
    verifying = asyncio.create_task(hasher.verify(RIGHT, None))
    turns = 0
    while not verifying.done():
        turns += 1
        await asyncio.sleep(0)

    assert turns > 20
    hasher.close()


async def test_the_wait_and_the_duration_of_each_hash_are_reported() -> None:
    reported: list[tuple[float, float]] = []
    hasher = Argon2Passwords(memory=NOTICEABLE, observe=lambda waited, took: reported.append((waited, took)))
    await asyncio.gather(*(hasher.hash(RIGHT) for _ in range(2)))
    hasher.close()

    (first_wait, first), (second_wait, second) = reported
    assert first_wait < second_wait
    assert min(first, second) > 0
