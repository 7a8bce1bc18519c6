"""Positions: keys of a manual order, with room for a move between any two of them."""

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID, uuid1

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.moment import EARLIEST, LATEST
from domain.position import MAX_POSITION_LENGTH, NoRoom, creation_position, moved_position

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
instants = st.datetimes(EARLIEST.replace(tzinfo=None), LATEST.replace(tzinfo=None), timezones=st.just(UTC)).filter(
    lambda at: at < LATEST
)
ids = st.uuids(allow_nil=True) | st.integers(0, 300).map(lambda number: UUID(int=number))
creations = st.tuples(instants, ids)


def test_the_key_of_a_creation_is_its_time_and_its_id() -> None:
    key = creation_position(NOON, UUID("0197f3a2-0000-7000-8000-00000000abcd"))

    assert key == "000e25057e6bb000" + "0197f3a2000070008000" + "00000000abcd"


@given(one=creations, other=creations)
def test_what_was_never_moved_is_in_the_order_of_time_and_id(
    one: tuple[datetime, UUID], other: tuple[datetime, UUID]
) -> None:
    assert (creation_position(*one) < creation_position(*other)) == (one < other)
    assert (creation_position(*one) == creation_position(*other)) == (one == other)


@given(one=creations, other=creations, moved=ids)
def test_a_move_between_two_objects_lies_between_them(
    one: tuple[datetime, UUID], other: tuple[datetime, UUID], moved: UUID
) -> None:
    lower, upper = sorted([creation_position(*one), creation_position(*other)])
    if lower != upper:
        key = moved_position(lower, upper, id=moved)

        assert lower < key < upper
        assert len(key) <= len(upper) + 34


@given(start=creations, moved=ids)
def test_first_is_before_and_last_is_behind_everything_and_neither_grows(
    start: tuple[datetime, UUID], moved: UUID
) -> None:
    key = creation_position(*start)

    assert len(moved_position(key, None, id=moved)) == len(key)
    assert key < moved_position(key, None, id=moved)
    if not key.startswith("0" * 16):
        assert moved_position(None, key, id=moved) < key
        assert len(moved_position(None, key, id=moved)) == len(key)


@given(
    data=st.data(),
    objects=st.lists(ids, min_size=2, max_size=12, unique=True),
    moves=st.integers(1, 60),
)
def test_any_moves_keep_the_order_that_a_list_would_have(data: st.DataObject, objects: list[UUID], moves: int) -> None:
    objects.sort()
    keys = {each: creation_position(NOON, each) for each in objects}
    for _ in range(moves):
        moved = data.draw(st.sampled_from(objects))
        objects.remove(moved)
        index = data.draw(st.integers(0, len(objects)))
        lower = keys[objects[index - 1]] if index else None
        upper = keys[objects[index]] if index < len(objects) else None
        keys[moved] = moved_position(lower, upper, id=moved)
        objects.insert(index, moved)

        assert sorted(objects, key=keys.__getitem__) == objects
        assert all(bytes.fromhex(key).hex() == key for key in keys.values())


@given(lower=creations, upper=creations, one=ids, other=ids)
def test_moves_into_one_gap_side_by_side_never_get_equal_keys(
    lower: tuple[datetime, UUID], upper: tuple[datetime, UUID], one: UUID, other: UUID
) -> None:
    gap = sorted([creation_position(*lower), creation_position(*upper)])
    if gap[0] != gap[1] and one != other:
        assert moved_position(*gap, id=one) != moved_position(*gap, id=other)


def test_ids_of_one_machine_that_share_their_last_digits_leave_room_between_them() -> None:
    """All ids of version 1 that a machine makes end with the same 16 digits, and a batch has one time of creation."""
    lower, upper = sorted(creation_position(NOON, uuid1(node=1, clock_seq=1)) for _ in range(2))

    assert lower < moved_position(lower, upper, id=UUID(int=0)) < upper


@pytest.mark.parametrize(
    "narrow",
    [
        pytest.param(lambda lower, _upper, key: (lower, key), id="always behind the same object"),
        pytest.param(lambda _lower, upper, key: (key, upper), id="always before the same object"),
    ],
)
def test_one_gap_has_room_for_thousands_of_moves_and_then_says_that_it_is_full(
    narrow: Callable[[str, str, str], tuple[str, str]],
) -> None:
    lower, upper = creation_position(NOON, UUID(int=1)), creation_position(NOON, UUID(int=2))
    moves = 0
    with pytest.raises(NoRoom, match="move one of the neighbors away"):  # noqa: PT012 - the number of moves is the subject
        while moves < 5_000:
            key = moved_position(lower, upper, id=UUID(int=1_000 + moves))
            assert lower < key < upper
            assert len(key) <= MAX_POSITION_LENGTH
            lower, upper = narrow(lower, upper, key)
            moves += 1

    assert moves > 3_000


def test_a_million_moves_to_the_first_position_keep_the_length_of_the_key() -> None:
    key = creation_position(NOON, UUID(int=1))
    moved = moved_position(None, key, id=UUID(int=2))
    million = f"{int(key[:16], 16) - 1_000_000:016x}"

    assert moved[:16] == f"{int(key[:16], 16) - 1:016x}"
    assert moved_position(None, million + moved[16:], id=UUID(int=3)) < million
    assert len(moved) == len(key)


@pytest.mark.parametrize("key", ["80", "80" * 40])
def test_ends_are_found_beyond_keys_of_any_length(key: str) -> None:
    assert moved_position(None, key, id=UUID(int=1)) < key < moved_position(key, None, id=UUID(int=1))


def test_an_object_without_neighbors_gets_a_key() -> None:
    assert moved_position(None, None, id=UUID(int=2)).endswith(UUID(int=2).hex)


@pytest.mark.parametrize(
    ("lower", "upper"),
    [
        pytest.param(None, creation_position(EARLIEST, UUID(int=1)), id="before the first instant"),
        pytest.param("f" * 48, None, id="behind the last digits"),
        pytest.param("12", "12", id="equal keys"),
        pytest.param("12", "1200", id="nothing but zeros between them"),
    ],
)
def test_a_gap_without_room_is_reported(lower: str | None, upper: str | None) -> None:
    with pytest.raises(NoRoom):
        moved_position(lower, upper, id=UUID(int=2))
