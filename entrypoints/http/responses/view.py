"""What all views have in common."""

from msgspec import Struct


class View(Struct, frozen=True, gc=False):
    """A JSON object; views contain no reference cycles, so the garbage collector ignores them."""
