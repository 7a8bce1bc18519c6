"""How values of the API are represented in Python."""

from datetime import datetime
from enum import StrEnum
from typing import Any, Self, TypedDict
from uuid import UUID

from msgspec import Struct


class Model(Struct, frozen=True, kw_only=True):
    """A JSON object of a response. Fields that a later release of the server adds are ignored."""


class Versioned(Model, frozen=True, kw_only=True):
    """An object that can be changed; `version` rises by one with every change."""

    id: UUID
    version: int


class VersionQuery(TypedDict, total=False):
    """Which version of an object; at most one of the two."""

    version: int
    at: datetime


class OpenEnum(StrEnum):
    """Words to choose from. A word that a later release of the server adds is a member without a name of its own."""

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        if not isinstance(value, str):
            return None
        member = str.__new__(cls, value)
        member._name_ = member._value_ = value
        return member


def hidden(model: Model, *secrets: str) -> str:
    """Return the representation of a model without the values of its secret fields."""
    shown: dict[str, Any] = {name: getattr(model, name) for name in model.__struct_fields__}
    fields = (f"{name}={'…' if name in secrets else repr(value)}" for name, value in shown.items())
    return f"{type(model).__name__}({', '.join(fields)})"
