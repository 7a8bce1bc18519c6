"""Declaring settings: a field of a group, with its name in the environment and its parser."""

from collections.abc import Callable
from typing import Any, TypeVar

from attrs import Attribute, field, frozen

T = TypeVar("T")


@frozen
class Setting:
    """The name, the parser and the default of a field."""

    name: str
    parse: Callable[[str], Any]
    default: str | None
    """The default as text; None for a setting without one."""
    secret: bool = False
    """Whether a file may contain the value, named by a variable with `_FILE` appended."""

    @classmethod
    def of(cls, attribute: "Attribute[Any]") -> "Setting":
        """Return the setting that a field was declared with."""
        setting: Setting = attribute.metadata[cls]
        return setting


def setting(name: str, parse: Callable[[str], T], default: str) -> T:
    """Declare a setting with a default, which goes through the same parser."""
    declared: T = field(default=parse(default), metadata={Setting: Setting(name, parse, default)})
    return declared


def optional(name: str, parse: Callable[[str], T], *, secret: bool = False) -> T | None:
    """Declare a setting that is None unless it is set."""
    declared: T | None = field(default=None, metadata={Setting: Setting(name, parse, None, secret)})
    return declared
