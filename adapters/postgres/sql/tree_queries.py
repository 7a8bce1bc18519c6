"""Queries along the parents of tasks: upwards, downwards, and of the progress of subtasks."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, TypeAlias
from uuid import UUID

from attrs import frozen

from adapters.postgres.sql.change_queries import RowsQuery
from adapters.postgres.sql.statements import statement
from adapters.postgres.sql.tables.tasks import TASKS
from domain.ids import TaskId, UserId
from domain.tasks.progress import Progress

OwnedTask: TypeAlias = tuple[UserId, TaskId]


def _above(owner: UserId, ids: Collection[UUID]) -> Mapping[str, object]:
    # Arrays of arrays cannot be unnested row by row, so lists are sent as text.
    return {"owner": owner, "ids": ",".join(map(str, ids))}


def _below(owner: UserId, ids: Collection[UUID], limit: int) -> Mapping[str, object]:
    return {**_above(owner, ids), "limit": limit}


TASKS_ABOVE = RowsQuery("tasks_above", TASKS, _above)
TASKS_BELOW = RowsQuery("tasks_below", TASKS, _below)


@frozen(eq=False)
class ProgressQuery:
    """The progress of the subtasks of tasks (`batching.coalesced_reads.BatchQuery`)."""

    id: str = "task_progress"

    @property
    def sql(self) -> str:
        """The text of its statement."""
        return statement(self.id).sql

    def arguments(self, keys: Sequence[OwnedTask]) -> Sequence[object]:
        """Return one array per parameter."""
        return list(zip(*keys, strict=True))

    def answers(self, keys: Sequence[OwnedTask], rows: list[Any]) -> Iterable[Progress]:  # noqa: ARG002 - rows are in their order
        """Return the progress of each task."""
        return [Progress(done, total) for done, total in rows]


TASK_PROGRESS = ProgressQuery()
