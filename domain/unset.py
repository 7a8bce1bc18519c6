"""The difference between "no value" (`None`) and "leave it" (`UNSET`)."""

from enum import Enum
from typing import Literal, TypeAlias


class _Unset(Enum):
    UNSET = "UNSET"

    def __repr__(self) -> str:
        return "UNSET"

    def __bool__(self) -> bool:
        return False


UNSET = _Unset.UNSET
Unset: TypeAlias = Literal[_Unset.UNSET]
