"""Moves: exactly one target, and which neighbor is to be read."""

from uuid import UUID

import pytest

from domain.errors import InvalidInput, Violation
from domain.move import End, Move
from domain.unset import Unset

OTHER = UUID(int=2)


@pytest.mark.parametrize(
    ("move", "neighbor", "other_is_lower"),
    [
        (Move(before=OTHER), OTHER, True),
        (Move(after=OTHER), OTHER, False),
        (Move(to=End.FIRST), None, False),
        (Move(to=End.LAST), None, True),
    ],
)
def test_a_move_has_one_target(move: Move, neighbor: UUID | None, *, other_is_lower: bool) -> None:
    assert (move.neighbor, move.other_is_lower) == (neighbor, other_is_lower)


def test_a_move_without_a_target_is_rejected() -> None:
    with pytest.raises(InvalidInput) as refusal:
        Move()

    detail = "must have exactly one of before, after and to; has none"
    assert refusal.value.violations == (Violation((), "missing", detail),)


@pytest.mark.parametrize(
    ("targets", "superfluous"),
    [
        ({"before": OTHER, "after": OTHER}, ["after"]),
        ({"after": OTHER, "to": End.LAST}, ["to"]),
        ({"before": OTHER, "after": OTHER, "to": End.FIRST}, ["after", "to"]),
    ],
)
def test_of_several_targets_none_is_ignored(targets: dict[str, UUID | End | Unset], superfluous: list[str]) -> None:
    with pytest.raises(InvalidInput, match=f"has {' and '.join(targets)}") as refusal:
        Move(**targets)  # type: ignore[arg-type]  # of several types

    assert [(each.path, each.code) for each in refusal.value.violations] == [
        ((name,), "contradiction") for name in superfluous
    ]


@pytest.mark.parametrize("name", ["before", "after"])
def test_an_object_does_not_go_next_to_itself(name: str) -> None:
    move = Move(**{name: OTHER})  # type: ignore[arg-type]  # of several types
    move.ensure_not_next_to(UUID(int=3))

    with pytest.raises(InvalidInput) as refusal:
        move.ensure_not_next_to(OTHER)

    (violation,) = refusal.value.violations
    assert (violation.path, violation.code) == ((name,), "contradiction")
