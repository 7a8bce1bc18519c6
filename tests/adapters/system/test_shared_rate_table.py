"""The shared rate table evicts users when it is full, never confuses two, and is shared by all processes."""

from itertools import islice
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import ForkContext, SpawnContext
from multiprocessing.reduction import ForkingPickler
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.system.shared_rate_table import CELLS, SETS, SharedRateTable

ADA = UUID(int=1).bytes


def noted(rate_table: SharedRateTable, user: bytes, time: int) -> None:
    place, tag, _ = rate_table.of(user)
    rate_table.note(place, tag, time)


def stored_time(rate_table: SharedRateTable, user: bytes) -> int:
    return rate_table.of(user)[2]


def in_one_set(rate_table: SharedRateTable, count: int) -> list[bytes]:
    """Users who share their eight cells."""
    users = (UUID(int=number).bytes for number in range(1, 10 * count * SETS))
    return list(islice((user for user in users if rate_table.of(user)[0] == 0), count))


def test_a_stored_time_is_found_for_its_user_only() -> None:
    rate_table = SharedRateTable()
    noted(rate_table, ADA, 5)

    assert stored_time(rate_table, ADA) == 5
    assert {stored_time(rate_table, UUID(int=number).bytes) for number in range(2, 3_000)} == {0}


def test_a_full_set_evicts_the_user_with_the_oldest_time() -> None:
    rate_table = SharedRateTable(key=b"always the same")
    *older, newest = in_one_set(rate_table, CELLS + 1)
    for number, user in enumerate(older):
        noted(rate_table, user, 100 + number)

    assert stored_time(rate_table, newest) == 0
    noted(rate_table, newest, 7)
    assert stored_time(rate_table, newest) == 7
    assert [stored_time(rate_table, user) for user in older] == [0, *range(101, 100 + CELLS)]


TIMES = st.lists(st.tuples(st.integers(0, 19), st.integers(1, 2**62)), max_size=300)
CROWDED = SharedRateTable(key=b"always the same")
CROWD = in_one_set(CROWDED, 20)


@given(TIMES)
def test_a_user_has_the_time_stored_last_or_none(notes: list[tuple[int, int]]) -> None:
    rate_table = SharedRateTable(key=CROWDED.key)
    last: dict[bytes, int] = {}
    for number, time in notes:
        noted(rate_table, CROWD[number], time)
        last[CROWD[number]] = time
        assert stored_time(rate_table, CROWD[number]) == time
    for user in CROWD:
        assert stored_time(rate_table, user) in {0, last.get(user, 0)}


def test_a_torn_cell_matches_no_user() -> None:
    """As it would be if a processor showed one half of what was written before the other."""
    rate_table = SharedRateTable()
    noted(rate_table, ADA, 5)
    place, _, _ = rate_table.of(ADA)
    before = rate_table.memory[place : place + 8]
    noted(rate_table, ADA, 1_000_000)
    rate_table.memory[place : place + 8] = before

    assert stored_time(rate_table, ADA) == 0


def _note_and_send(rate_table: SharedRateTable, pipe: Connection) -> None:
    before = stored_time(rate_table, ADA)
    noted(rate_table, ADA, before + 1)
    pipe.send(before)


@pytest.mark.parametrize("context", [get_context("fork"), get_context("spawn")], ids=["fork", "spawn"])
def test_forked_and_spawned_children_share_the_table(context: ForkContext | SpawnContext) -> None:
    rate_table = SharedRateTable.shared()
    noted(rate_table, ADA, 41)
    receiver, sender = context.Pipe(duplex=False)
    child = context.Process(target=_note_and_send, args=(rate_table, sender))
    child.start()
    received = receiver.recv() if receiver.poll(30) else None
    child.join(30)

    assert (received, child.exitcode, stored_time(rate_table, ADA)) == (41, 0, 42)


def test_a_private_table_cannot_be_pickled() -> None:
    with pytest.raises(TypeError, match=r"SharedRateTable\.shared"):
        ForkingPickler.dumps(SharedRateTable())
