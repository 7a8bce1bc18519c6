"""Queries about labels: what labels a user's tasks have, and which tasks have one of them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias

from attrs import frozen

from adapters.postgres.sql.change_queries import RowsQuery
from adapters.postgres.sql.statements import statement
from adapters.postgres.sql.tables.tasks import TASKS
from domain.ids import UserId
from domain.tasks.labels import LabelCount

LabelPage: TypeAlias = tuple[UserId, str, int]
"""Of which user, after which key, and how many."""


@frozen(eq=False)
class LabelsQuery:
    """The labels of a user's tasks, counted, in the order of their keys (`batching.coalesced_reads.BatchQuery`)."""

    id: str = "labels_after"

    @property
    def sql(self) -> str:
        """The text of its statement."""
        return statement(self.id).sql

    def arguments(self, keys: Sequence[LabelPage]) -> Sequence[object]:
        """Return one array per parameter."""
        return statement(self.id).arrays(
            [{"owner": owner, "after": after, "limit": limit} for owner, after, limit in keys]
        )

    def answers(self, keys: Sequence[LabelPage], rows: list[Any]) -> Iterable[list[LabelCount]]:
        """Return the labels of each page."""
        found: defaultdict[int, list[LabelCount]] = defaultdict(list)
        for name, count, number in rows:
            found[number].append(LabelCount(name, count))
        return [found[number] for number in range(1, len(keys) + 1)]


def _with_label(owner: UserId, key: str, limit: int) -> Mapping[str, object]:
    return {"owner": owner, "key": key, "limit": limit}


LABELS = LabelsQuery()
TASKS_WITH_LABEL = RowsQuery("tasks_with_label", TASKS, _with_label)
