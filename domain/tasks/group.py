"""Groups of changes: what one request changes beyond its own task."""

from attrs import define

from domain.errors import Conflict

MAX_GROUP = 1_000
"""Tasks that one request may change."""


@define(eq=False)
class TooManyTasks(Conflict):
    """The request would change more tasks than one request may."""

    limit: int = MAX_GROUP

    def __str__(self) -> str:
        return (
            f"this would change more than {self.limit:,} tasks, the limit of one request; nothing was changed; change"
            " some of them first, in batches"
        )
