"""Declaring settings: a field of a group, with its name in the environment and its parser."""

from collections.abc import Callable
from typing import Any, TypeVar

from attrs import Attribute, field, frozen

T = TypeVar("T")


@frozen
class Setting:
    """The outer side of a field."""

    name: str
    read: Callable[[str], Any]
    default: str | None
    """What it is when it is not set, as one would write it; None for a setting that has no value then."""

    @classmethod
    def of(cls, attribute: "Attribute[Any]") -> "Setting":
        """The setting that a field was declared with."""
        setting: Setting = attribute.metadata[cls]
        return setting


def setting(name: str, read: Callable[[str], T], default: str) -> T:
    """A setting that always has a value; the default goes through the same parser."""
    declared: T = field(default=read(default), metadata={Setting: Setting(name, read, default)})
    return declared


def optional(name: str, read: Callable[[str], T]) -> T | None:
    """A setting that may be absent."""
    declared: T | None = field(default=None, metadata={Setting: Setting(name, read, None)})
    return declared
