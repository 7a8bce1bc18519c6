"""The command to move an object in a manual order."""

from enum import StrEnum
from uuid import UUID

from attrs import fields, frozen

from domain.errors import InvalidInput, Violation
from domain.unset import UNSET, Unset


class End(StrEnum):
    """An end of a manual order."""

    FIRST = "first"
    LAST = "last"


@frozen(kw_only=True)
class Move:
    """Where an object goes: next to another one, or to an end; raises `InvalidInput` unless exactly one is given."""

    before: UUID | Unset = UNSET
    after: UUID | Unset = UNSET
    to: End | Unset = UNSET

    def __attrs_post_init__(self) -> None:
        given = [each.name for each in fields(type(self)) if getattr(self, each.name) is not UNSET]
        if not given:
            raise InvalidInput.of("missing", "must have exactly one of before, after and to; has none")
        if len(given) > 1:
            detail = f"must have exactly one of before, after and to; has {' and '.join(given)}"
            raise InvalidInput(tuple(Violation((name,), "contradiction", detail) for name in given[1:]))

    @property
    def neighbor(self) -> UUID | None:
        """The object that it goes next to; None for a move to an end."""
        return next((each for each in (self.before, self.after) if each is not UNSET), None)

    @property
    def other_is_lower(self) -> bool:
        """Whether the neighbor that it does not name has the lower key of the two."""
        return self.before is not UNSET or self.to is End.LAST

    def ensure_not_next_to(self, moved: UUID) -> None:
        """Raise `InvalidInput` if the object would go next to itself."""
        if self.neighbor == moved:
            name = "before" if self.before is not UNSET else "after"
            raise InvalidInput.of("contradiction", "must be another object than the one that moves", name)
