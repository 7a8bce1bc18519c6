"""Values of an enumeration."""

from collections.abc import Callable
from difflib import get_close_matches
from enum import StrEnum
from typing import TypeVar

from domain.errors import InvalidInput

C = TypeVar("C", bound=StrEnum)


def chosen_from(choices: type[C]) -> Callable[[str], C]:
    """Return a rule from names to choices; it raises `InvalidInput` with the most similar name."""

    def choice(raw: str) -> C:
        try:
            return choices(raw)
        except ValueError:
            near = get_close_matches(str(raw), list(choices), n=1)
            hint = f"; did you mean {near[0]}?" if near else ""
            raise InvalidInput.of("unknown-value", f"must be one of {', '.join(choices)}{hint}") from None

    return choice
