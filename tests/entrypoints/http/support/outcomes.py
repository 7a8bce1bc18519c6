"""What comes of reading something: a value, or the mistakes in it."""

from collections.abc import Callable, Iterable
from typing import Any

from domain.errors import InvalidInput, Violation
from tests.support.violations import place_of


def outcome_of(read: Callable[[], Any]) -> Any:
    """What was read, or the tuple of mistakes that made it impossible."""
    try:
        return read()
    except InvalidInput as error:
        return error.violations


def violations_in(read: Callable[[], Any]) -> tuple[Violation, ...]:
    """The mistakes, of which there must be some."""
    outcome: tuple[Violation, ...] = outcome_of(read)
    assert are_violations(outcome), outcome
    return outcome


def are_violations(outcome: object) -> bool:
    """Whether something could not be read, and why is told."""
    return (
        isinstance(outcome, tuple) and bool(outcome) and all(isinstance(violation, Violation) for violation in outcome)
    )


def places_of(violations: Iterable[Violation]) -> list[tuple[str, str]]:
    """Where the mistakes are, and what kind of mistakes."""
    return [(place_of(violation), violation.code) for violation in violations]
