"""The order of titles: regardless of case, numbers by value, accents near their base letters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.testing.strategies import titles
from domain.tasks.folding import folded
from domain.tasks.title_order import MAX_KEY_LENGTH, title_key


@pytest.mark.parametrize(
    "in_order",
    [
        ["apple", "Task 2", "Task 10", "Zebra"],
        ["cafe", "Cafe", "café", "Café", "cafe 2", "cafes"],
        ["resume", "resumé", "résumé"],
        ["Äpfel", "apple", "Østerbro", "oval", "Zürich", "zwei"],
        ["v1.2", "v1.2.1", "v1.10", "v2"],
        ["1", "2nd", "10", "٣٣", "100", "a"],
        ["7", "x 1", "X 007", "x 10"],
        ["Task 3", "Task 99999999999999999999", "Task 100000000000000000000"],
        ["#1", "- x", "€ 5", "1", "a", "Ω", "я", "あ", "ア", "い", "漢"],
        ["a b", "a  c", "a-a", "a_a", "a1", "aa"],
        ["いろは", "イロハニ", "かな", "ガラス"],
        ["हिन्दी", "हिन्दू"],
    ],
)
def test_titles_are_in_the_order_that_a_person_expects(in_order: list[str]) -> None:
    backwards = in_order[::-1]

    assert sorted(backwards, key=title_key) == in_order


@given(title=titles)
def test_a_key_can_be_stored_and_indexed(title: str) -> None:
    key = title_key(title)

    assert 1 <= len(key) <= MAX_KEY_LENGTH
    assert "\0" not in key
    assert key.encode().decode() == key


@given(one=titles, other=titles)
def test_case_never_decides_between_titles_that_differ_otherwise(one: str, other: str) -> None:
    if folded(one) != folded(other) and primary(one) != primary(other):
        assert (title_key(one) < title_key(other)) == (title_key(one.upper()) < title_key(other.lower()))


@given(numbers=st.lists(st.integers(0), min_size=2))
def test_numbers_are_ordered_by_value(numbers: list[int]) -> None:
    in_order = [f"Task {number}" for number in sorted(numbers)]

    assert sorted((f"Task {number}" for number in numbers), key=title_key) == in_order


def primary(title: str) -> str:
    """The part of a key that does not depend on case and accents."""
    return title_key(folded(title))
