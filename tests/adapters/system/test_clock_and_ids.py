"""The clock, and ids and secrets that are unique across processes."""

import os
from datetime import UTC, datetime
from itertools import pairwise
from uuid import UUID

import pytest

from adapters.system.clock import utc_now
from adapters.system.ids import new_id, new_secret


def test_the_clock_returns_the_present_time_in_utc() -> None:
    before, now, after = datetime.now(UTC), utc_now(), datetime.now(UTC)

    assert before <= now <= after
    assert now.tzinfo is UTC


def test_the_clock_has_microseconds() -> None:
    assert any(utc_now().microsecond % 1_000 for _ in range(100))


def test_ids_are_ascending_uuids_of_version_7() -> None:
    ids = [new_id() for _ in range(10_000)]

    assert {(type(fresh), fresh.version) for fresh in ids} == {(UUID, 7)}
    assert all(earlier < later for earlier, later in pairwise(ids))


def test_ids_contain_the_time_of_their_creation() -> None:
    before, fresh, after = utc_now(), new_id(), utc_now()

    assert int(before.timestamp() * 1_000) <= fresh.int >> 80 <= int(after.timestamp() * 1_000) + 1


@pytest.mark.skipif(not hasattr(os, "fork"), reason="a system that cannot fork cannot copy a generator")
def test_forked_processes_create_different_ids_and_secrets() -> None:
    new_id()
    made = [made_in_a_child() for _ in range(4)]

    # The random part alone: equal ones would meet as soon as two children make an id in the same millisecond.
    tails = {fresh.int & (1 << 62) - 1 for ids, _ in made for fresh in ids}
    assert len(tails) == 4 * 100
    assert len({secret for _, secret in made}) == 4


def made_in_a_child() -> tuple[list[UUID], bytes]:
    reading, writing = os.pipe()
    if (child := os.fork()) == 0:
        os.write(writing, b"".join([*(new_id().bytes for _ in range(100)), new_secret()]))
        os._exit(0)
    os.waitpid(child, 0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        raw = pipe.read()
    return [UUID(bytes=raw[at : at + 16]) for at in range(0, 1_600, 16)], raw[1_600:]


def test_secrets_have_256_bits_and_never_repeat() -> None:
    secrets = {new_secret() for _ in range(1_000)}

    assert (len(secrets), {len(secret) for secret in secrets}) == (1_000, {32})
