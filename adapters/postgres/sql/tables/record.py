"""The tables of the record of changes."""

from collections.abc import Iterable

from adapters.postgres.sql.change_fields import decode_fields, encode_fields
from adapters.postgres.sql.table import Field, Table, Type
from domain.changes.kinds import ObjectKind
from domain.changes.recorded_change import Effect
from domain.ports.stored import (
    CHANGE_COUNTER,
    RECORDED_CHANGE,
)


def _joined_numbers(numbers: Iterable[int]) -> str | None:
    return " ".join(map(str, numbers)) or None


def _numbers(text: str | None) -> tuple[int, ...]:
    return tuple(map(int, (text or "").split()))


CHANGE_COUNTERS = Table(
    CHANGE_COUNTER,
    "change_counters",
    (
        Field("user_id", Type.UUID, attribute="owner"),
        Field("latest", Type.BIG_INTEGER, comment="number of the last change"),
    ),
)
CHANGES = Table(
    RECORDED_CHANGE,
    "changes",
    (
        Field("user_id", Type.UUID, attribute="owner"),
        Field("number", Type.BIG_INTEGER, comment="consecutive per user, in the order of the commits"),
        Field("object_id", Type.UUID),
        Field("object_kind", Type.TEXT, decode={kind.value: kind for kind in ObjectKind}.__getitem__),
        Field("effect", Type.TEXT, decode={effect.value: effect for effect in Effect}.__getitem__),
        Field("version_before", Type.INTEGER, nullable=True),
        Field("version_after", Type.INTEGER, nullable=True),
        Field("at", Type.TIME),
        Field("session_id", Type.UUID, nullable=True),
        Field("token_id", Type.UUID, nullable=True),
        Field("request_id", Type.TEXT, nullable=True),
        Field(
            "undoes",
            Type.TEXT,
            nullable=True,
            encode=_joined_numbers,
            decode=_numbers,
            comment="numbers of the undone changes, separated by blanks",
        ),
        Field("fields", Type.TEXT, encode=encode_fields, decode=decode_fields, comment="JSON: name to [before, after]"),
    ),
)
