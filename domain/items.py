"""Rules for the number of items in a list."""

from attrs import frozen

from domain.errors import InvalidInput


@frozen
class ItemCount:
    """How many items a list may have."""

    least: int
    most: int

    def ensure(self, count: int) -> None:
        """Raise `InvalidInput` (empty path) unless a list may have so many items."""
        if not self.least <= count <= self.most:
            raise InvalidInput.of("out-of-range", f"must have {self.least} to {self.most} items")
