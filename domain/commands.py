"""What commands about objects have in common: rules for their fields, and digests of their contents."""

import json
from collections.abc import Callable, Iterator, Mapping
from hashlib import sha256
from typing import Any, TypeAlias
from uuid import UUID

from attrs import AttrsInstance, define, fields

from domain.errors import Conflict, InvalidInput, Violation
from domain.unset import UNSET

Rules: TypeAlias = Mapping[str, Callable[[Any], object]]
"""By field; each returns the value as it is stored, or raises `InvalidInput` (empty path)."""


SHOWN_AS = {"position": "place"}
"""The attributes of fields that clients see under another name."""


def normalize(command: AttrsInstance, rules: Rules) -> Iterator[Violation]:
    """Apply rules to the fields that have a value, in place; yield all violations."""
    for name, rule in rules.items():
        value = getattr(command, name, None)
        if value is None or value is UNSET:
            continue
        try:
            object.__setattr__(command, name, rule(value))
        except InvalidInput as error:
            yield from (violation.inside(name) for violation in error.violations)


def digest_of(command: AttrsInstance) -> bytes:
    """Return the SHA-256 of a command's content: of every field but the id that differs from its default."""
    content = {
        each.name: text
        for each in fields(type(command))
        if each.name != "id" and (text := str(getattr(command, each.name))) != str(each.default)
    }
    return sha256(json.dumps(content, sort_keys=True).encode()).digest()


def read_only_violations(present: object, values: Mapping[str, object]) -> tuple[Violation, ...]:
    """Return a violation for each read-only field that was sent with another than its present value."""
    return tuple(
        Violation((name,), "read-only", "is read-only: leave it out, or send its present value")
        for name, value in values.items()
        if value != getattr(present, SHOWN_AS.get(name, name))
    )


@define(eq=False)
class IdTaken(Conflict):
    """The id that a client chose belongs to another object of its kind, of this or of another user."""

    object_id: UUID

    def __str__(self) -> str:
        return f"the id {self.object_id} is taken; choose another one"
