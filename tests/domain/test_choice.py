"""Values out of a fixed set of words."""

import pytest
from hypothesis import given

from adapters.testing.strategies import raw_texts, statuses
from domain.choice import chosen_from
from domain.errors import InvalidInput
from domain.tasks.priority import Priority
from domain.tasks.status import Status
from tests.support.violations import place_of

status = chosen_from(Status)


@given(choice=statuses)
def test_a_choice_is_found_by_its_name_and_by_itself(choice: Status) -> None:
    assert status(choice.value) is choice
    assert status(choice) is choice


@given(text=raw_texts.filter(lambda text: text not in {*Status}))
def test_no_other_text_is_taken_for_a_choice(text: str) -> None:
    with pytest.raises(InvalidInput):
        status(text)


def test_the_nearest_word_is_named() -> None:
    with pytest.raises(InvalidInput) as refusal:
        status("in-progress")

    assert str(refusal.value) == "must be one of todo, in_progress, done, cancelled; did you mean in_progress?"


def test_no_word_is_named_when_none_is_near() -> None:
    with pytest.raises(InvalidInput) as refusal:
        chosen_from(Priority)("urgent")

    assert [(place_of(violation), violation.code, violation.detail) for violation in refusal.value.violations] == [
        ("", "unknown-value", "must be one of low, medium, high, critical")
    ]


def test_priorities_rank_from_least_to_most_important() -> None:
    assert [Priority(word).rank for word in ("low", "medium", "high", "critical")] == [0, 1, 2, 3]
