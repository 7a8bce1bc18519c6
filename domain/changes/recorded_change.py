"""The record: every change of every object, numbered consecutively per account in the order of the commits."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from operator import attrgetter
from typing import Any, NamedTuple
from uuid import UUID

from attrs import define, frozen

from domain.changes.kinds import ObjectKind, RecordedObject
from domain.changes.provenance import Provenance
from domain.errors import DomainError, NotFound
from domain.ids import SessionId, TokenId, UserId

CHANGES_KEPT = timedelta(days=90)
"""How long changes are kept, unless the operator chooses otherwise."""
LAST_NUMBER = 2**63 - 1
"""No change gets a higher number."""
MAX_REQUEST_ID = 128
"""Characters."""


class Effect(StrEnum):
    """What a change did to its object."""

    CREATED = "created"
    EDITED = "edited"
    DELETED = "deleted"
    RESTORED = "restored"


class FieldChange(NamedTuple):
    """The value of a field before and after a change; None if there was no value, or no object."""

    before: Any
    after: Any


@frozen(kw_only=True)
class RecordedChange:
    """One change of one object."""

    owner: UserId
    number: int = 0
    """Assigned by the commit: 1 for the first change of an account, without gaps; 0 before."""
    effect: Effect
    object_kind: ObjectKind
    object_id: UUID
    version_before: int | None
    """None if the object did not exist."""
    version_after: int | None
    """None if it does not exist any more."""
    at: datetime
    session_id: SessionId | None
    token_id: TokenId | None
    request_id: str | None
    undoes: tuple[int, ...]
    """The numbers of the changes that this one undoes."""
    fields: Mapping[str, FieldChange]
    """Every field whose value differs; for a deletion all of the object's values."""

    @classmethod
    def of(
        cls, before: RecordedObject | None, after: RecordedObject | None, provenance: Provenance
    ) -> "RecordedChange":
        """Return the change from one state of an object to the next; None stands for one that does not exist."""
        recorded = after or before
        if recorded is None:
            raise ValueError("a change has an object before it or after it")
        actor, kind = provenance.actor, ObjectKind.of(recorded)
        return cls(
            owner=recorded.owner,
            effect=_effect(before, after),
            object_kind=kind,
            object_id=recorded.id,
            version_before=before.version if before else None,
            version_after=after.version if after else None,
            at=provenance.at,
            session_id=actor.session_id,
            token_id=actor.token_id,
            request_id=actor.request_id and actor.request_id[:MAX_REQUEST_ID],
            undoes=provenance.undoes,
            fields=_differences(kind, before, after),
        )

    def is_made_with(self, other: "RecordedChange") -> bool:
        """Return whether both changes were made by the same request."""
        return _request(self) == _request(other)


_request = attrgetter("at", "session_id", "token_id", "request_id")


@frozen
class ChangeCounter:
    """The number of the last change of an account."""

    owner: UserId
    latest: int


def _effect(before: RecordedObject | None, after: RecordedObject | None) -> Effect:
    if after is None:
        return Effect.DELETED
    if before is None:
        return Effect.CREATED if after.version == 1 else Effect.RESTORED
    return Effect.EDITED


def _differences(
    kind: ObjectKind, before: RecordedObject | None, after: RecordedObject | None
) -> dict[str, FieldChange]:
    values = zip(kind.fields, kind.values(before), kind.values(after), strict=True)
    return {name: FieldChange(old, new) for name, old, new in values if old != new}


@define(eq=False)
class ChangeNotFound(NotFound):
    number: int

    def __str__(self) -> str:
        return f"there is no change {self.number}"


@define(eq=False)
class ChangesGone(DomainError):
    """The record does not have what was asked for: it is too old, or the number was never assigned."""

    def __str__(self) -> str:
        return (
            "the record of changes does not reach back so far, or this number was never assigned; to synchronise, read"
            " a new snapshot"
        )
