"""What comes of reading something: a value, or the mistakes in it."""

from collections.abc import Callable, Iterable
from typing import Any

from domain.errors import Flaw, InvalidInput


def outcome_of(read: Callable[[], Any]) -> Any:
    """What was read, or the tuple of mistakes that made it impossible."""
    try:
        return read()
    except InvalidInput as error:
        return error.flaws


def mistakes_in(read: Callable[[], Any]) -> tuple[Flaw, ...]:
    """The mistakes, of which there must be some."""
    outcome: tuple[Flaw, ...] = outcome_of(read)
    assert are_mistakes(outcome), outcome
    return outcome


def are_mistakes(outcome: object) -> bool:
    """Whether something could not be read, and why is told."""
    return isinstance(outcome, tuple) and bool(outcome) and all(isinstance(flaw, Flaw) for flaw in outcome)


def places_of(flaws: Iterable[Flaw]) -> list[tuple[str, str]]:
    """Where the mistakes are, and what kind of mistakes."""
    return [(flaw.pointer, flaw.code) for flaw in flaws]
