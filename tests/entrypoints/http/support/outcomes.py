"""The outcome of parsing: a value, or violations."""

from collections.abc import Callable, Iterable
from typing import Any

from domain.errors import InvalidInput, Violation
from tests.support.violations import place_of


def outcome_of(read: Callable[[], Any]) -> Any:
    """Return the parsed value, or the violations."""
    try:
        return read()
    except InvalidInput as error:
        return error.violations


def violations_in(read: Callable[[], Any]) -> tuple[Violation, ...]:
    """Return the violations, of which there must be at least one."""
    outcome: tuple[Violation, ...] = outcome_of(read)
    assert are_violations(outcome), outcome
    return outcome


def are_violations(outcome: object) -> bool:
    """Return whether an outcome is a tuple of violations."""
    return (
        isinstance(outcome, tuple) and bool(outcome) and all(isinstance(violation, Violation) for violation in outcome)
    )


def places_of(violations: Iterable[Violation]) -> list[tuple[str, str]]:
    """Return paths and codes of violations."""
    return [(place_of(violation), violation.code) for violation in violations]
