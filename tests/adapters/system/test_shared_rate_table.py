"""The table of arrivals forgets when it must, mistakes nobody for another, and is one for all processes."""

from itertools import islice
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import ForkContext, SpawnContext
from multiprocessing.reduction import ForkingPickler
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.system.shared_rate_table import CELLS, SETS, Arrivals

ADA = UUID(int=1).bytes


def noted(arrivals: Arrivals, user: bytes, time: int) -> None:
    place, tag, _ = arrivals.of(user)
    arrivals.note(place, tag, time)


def known(arrivals: Arrivals, user: bytes) -> int:
    return arrivals.of(user)[2]


def in_one_set(arrivals: Arrivals, count: int) -> list[bytes]:
    """Users who share their eight cells."""
    users = (UUID(int=number).bytes for number in range(1, 10 * count * SETS))
    return list(islice((user for user in users if arrivals.of(user)[0] == 0), count))


def test_what_was_noted_is_known_and_of_others_nothing() -> None:
    arrivals = Arrivals()
    noted(arrivals, ADA, 5)

    assert known(arrivals, ADA) == 5
    assert {known(arrivals, UUID(int=number).bytes) for number in range(2, 3_000)} == {0}


def test_a_full_set_forgets_whose_time_lies_furthest_back_and_charges_nobody_with_it() -> None:
    arrivals = Arrivals(key=b"always the same")
    *older, newest = in_one_set(arrivals, CELLS + 1)
    for number, user in enumerate(older):
        noted(arrivals, user, 100 + number)

    assert known(arrivals, newest) == 0
    noted(arrivals, newest, 7)
    assert known(arrivals, newest) == 7
    assert [known(arrivals, user) for user in older] == [0, *range(101, 100 + CELLS)]


TIMES = st.lists(st.tuples(st.integers(0, 19), st.integers(1, 2**62)), max_size=300)
CROWDED = Arrivals(key=b"always the same")
CROWD = in_one_set(CROWDED, 20)


@given(TIMES)
def test_a_user_is_known_by_the_time_that_was_noted_last_or_not_at_all(notes: list[tuple[int, int]]) -> None:
    arrivals = Arrivals(key=CROWDED.key)
    last: dict[bytes, int] = {}
    for number, time in notes:
        noted(arrivals, CROWD[number], time)
        last[CROWD[number]] = time
        assert known(arrivals, CROWD[number]) == time
    for user in CROWD:
        assert known(arrivals, user) in {0, last.get(user, 0)}


def test_half_a_cell_is_nobodys() -> None:
    """As it would be if a processor showed one half of what was written before the other."""
    arrivals = Arrivals()
    noted(arrivals, ADA, 5)
    place, _, _ = arrivals.of(ADA)
    before = arrivals.memory[place : place + 8]
    noted(arrivals, ADA, 1_000_000)
    arrivals.memory[place : place + 8] = before

    assert known(arrivals, ADA) == 0


def _note_and_tell(arrivals: Arrivals, pipe: Connection) -> None:
    before = known(arrivals, ADA)
    noted(arrivals, ADA, before + 1)
    pipe.send(before)


@pytest.mark.parametrize("context", [get_context("fork"), get_context("spawn")], ids=["fork", "spawn"])
def test_children_share_the_table_however_they_are_started(context: ForkContext | SpawnContext) -> None:
    arrivals = Arrivals.shared()
    noted(arrivals, ADA, 41)
    receiver, sender = context.Pipe(duplex=False)
    child = context.Process(target=_note_and_tell, args=(arrivals, sender))
    child.start()
    told = receiver.recv() if receiver.poll(30) else None
    child.join(30)

    assert (told, child.exitcode, known(arrivals, ADA)) == (41, 0, 42)


def test_a_table_of_one_process_cannot_be_handed_on() -> None:
    with pytest.raises(TypeError, match=r"Arrivals\.shared"):
        ForkingPickler.dumps(Arrivals())
