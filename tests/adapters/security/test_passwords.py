"""Password hashing: parameters, timing and corrupt hashes."""

import logging
import os
import sys
import threading
import time
import unicodedata
from collections.abc import Awaitable, Iterator

import pytest
from argon2 import Type
from argon2.low_level import hash_secret

from adapters.security import passwords
from adapters.security.passwords import Argon2Passwords
from domain.accounts.password import Password
from tests.adapters.security.support.passwords import CHEAP, NOTICEABLE, RIGHT, WRONG, a_hash


@pytest.fixture
def cheap() -> Iterator[Argon2Passwords]:
    hasher = Argon2Passwords(memory=CHEAP)
    yield hasher
    hasher.close()


@pytest.fixture
def noticeable() -> Iterator[Argon2Passwords]:
    hasher = Argon2Passwords(memory=NOTICEABLE)
    yield hasher
    hasher.close()


async def cost(work: Awaitable[object]) -> float:
    """The seconds a piece of work computes; those in which other processes have the core do not count."""
    began = time.process_time()
    await work
    return time.process_time() - began


async def test_a_hash_is_argon2id_with_46_mib_one_pass_and_one_lane() -> None:
    hasher = Argon2Passwords()

    stored = await hasher.hash(RIGHT)

    empty, kind, version, parameters, salt, tag = stored.split("$")
    assert (empty, kind, version, parameters) == ("", "argon2id", "v=19", "m=47104,t=1,p=1")
    assert (len(salt) * 6 // 8, len(tag) * 6 // 8) == (16, 32)
    assert await hasher.verify(RIGHT, stored)
    assert not await hasher.verify(WRONG, stored)
    hasher.close()


async def test_the_same_password_is_never_hashed_to_the_same(cheap: Argon2Passwords) -> None:
    assert await cheap.hash(RIGHT) != await cheap.hash(RIGHT)


async def test_a_password_matches_in_any_unicode_composition_and_to_its_last_character(cheap: Argon2Passwords) -> None:
    long = "é" * 999
    stored = await cheap.hash(Password(long + "x"))

    assert await cheap.verify(Password(unicodedata.normalize("NFC", long) + "x"), stored)
    assert not await cheap.verify(Password(long + "y"), stored)
    assert not await cheap.verify(Password(long), stored)


async def test_the_password_of_an_unknown_user_never_matches_and_costs_the_same(cheap: Argon2Passwords) -> None:
    assert not await cheap.verify(RIGHT, None)
    assert cheap._dummy_hash.split("$")[:4] == (await cheap.hash(RIGHT)).split("$")[:4]
    assert [len(part) for part in cheap._dummy_hash.split("$")] == [len(part) for part in a_hash().split("$")]


SOUND = a_hash(memory=NOTICEABLE)
CORRUPT = {
    "empty": "",
    "garbage": "garbage",
    "not a hash": "$argon2id$",
    "cut off": SOUND[:-1],
    "cut off in the middle": SOUND[:50],
    "padded": SOUND + "=",
    "much longer": SOUND + "A" * 1_000_000,
    "four gigabytes": SOUND.replace(f"m={NOTICEABLE}", "m=4194304"),
    "more memory than fits a number": SOUND.replace(f"m={NOTICEABLE}", f"m={'9' * 5_000}"),
    "negative memory": SOUND.replace(f"m={NOTICEABLE}", "m=-1"),
    "no memory": SOUND.replace(f"m={NOTICEABLE}", "m=0"),
    "a million passes": SOUND.replace("t=1", "t=1000000"),
    "no pass": SOUND.replace("t=1", "t=0"),
    "a thousand lanes": SOUND.replace("p=1", "p=1000"),
    "argon2i": SOUND.replace("argon2id", "argon2i"),
    "an old version": SOUND.replace("v=19", "v=16"),
    "bcrypt": "$2b$12$KIXQ4S1r0K9wYH0gqT1t6uJ8Z0nZ7vJ0b2l3c4d5e6f7g8h9i0j1k",
    "NUL": SOUND[:-3] + "\0" + SOUND[-2:],
    "not ASCII": SOUND[:-1] + "é",
    "a lone surrogate": SOUND[:-1] + "\ud800",
    "a line behind": SOUND + "\n",
}


@pytest.mark.parametrize("stored", CORRUPT.values(), ids=CORRUPT)
async def test_a_corrupt_hash_matches_nothing_takes_the_same_time_and_is_logged_once(
    noticeable: Argon2Passwords, caplog: pytest.LogCaptureFixture, stored: str
) -> None:
    with caplog.at_level(logging.DEBUG):
        assert not await noticeable.verify(RIGHT, stored)

    assert [(record.levelname, record.getMessage()) for record in caplog.records] == [
        ("ERROR", "a stored password hash is invalid; its user cannot log in")
    ]
    pairs = [
        (await cost(noticeable.verify(RIGHT, stored)), await cost(noticeable.verify(WRONG, SOUND))) for _ in "12345"
    ]
    corrupt, real = (min(costs) for costs in zip(*pairs, strict=True))
    assert real / 3 < corrupt < real * 3


async def test_a_right_a_wrong_and_an_unknown_users_password_take_the_same_time(noticeable: Argon2Passwords) -> None:
    times: dict[str, list[float]] = {"right": [], "wrong": [], "nobody": []}
    for _ in range(15):
        times["right"].append(await cost(noticeable.verify(RIGHT, SOUND)))
        times["wrong"].append(await cost(noticeable.verify(WRONG, SOUND)))
        times["nobody"].append(await cost(noticeable.verify(WRONG, None)))

    best = [min(values) for values in times.values()]
    assert max(best) < 1.25 * min(best)


@pytest.mark.parametrize(
    ("stored", "outdated"),
    [
        (a_hash(), False),
        (a_hash(memory=CHEAP - 1), True),
        (a_hash(memory=CHEAP // 2, passes=2), True),
        (a_hash(memory=CHEAP * 2), False),
        (a_hash(passes=2), False),
        (a_hash(lanes=4), False),
        (a_hash(salt=15), True),
        (a_hash(tag=31), True),
        (hash_secret(b"x", b"x" * 16, 1, CHEAP, 1, 32, Type.I).decode(), True),
        ("", True),
        ("garbage", True),
    ],
)
def test_a_hash_is_outdated_if_weaker_than_a_new_one(cheap: Argon2Passwords, stored: str, outdated: bool) -> None:  # noqa: FBT001 - a parameter
    assert cheap.outdated(stored) == outdated


def test_a_hash_of_fewer_passes_is_outdated() -> None:
    assert Argon2Passwords(memory=CHEAP, passes=2).outdated(a_hash())


async def test_hashes_with_former_parameters_still_match(cheap: Argon2Passwords) -> None:
    former = [a_hash(memory=16), a_hash(memory=16, passes=3), a_hash(memory=CHEAP * 2, passes=3, lanes=4)]

    assert [await cheap.verify(RIGHT, stored) for stored in former] == [True, True, True]
    assert [await cheap.verify(WRONG, stored) for stored in former] == [False, False, False]


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere threads have no priority of their own")
async def test_hashing_has_a_low_priority(cheap: Argon2Passwords) -> None:
    def niceness() -> tuple[int, int]:
        return os.getpriority(os.PRIO_PROCESS, threading.get_native_id()), threading.get_native_id()

    hashing, thread = await cheap._run(niceness)

    assert (hashing, thread != threading.get_native_id()) == (passwords.NICENESS, True)
    assert os.getpriority(os.PRIO_PROCESS, threading.get_native_id()) == 0


async def test_closing_ends_the_threads() -> None:
    hasher = Argon2Passwords(memory=CHEAP)
    await hasher.hash(RIGHT)
    ours = list(hasher._threads._threads)

    hasher.close()

    assert [thread.is_alive() for thread in ours] == [False]
