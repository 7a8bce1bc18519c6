"""Summaries of tasks: the numbers of one kind of group, in one statement for many users."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeAlias

from attrs import frozen

from adapters.postgres.sql.filters import FilterKind, filter_values
from adapters.postgres.sql.statements import Statement, statement
from domain.ids import UserId
from domain.statistics.summary import DUE_GROUPS, MAX_GROUPS, Grouping, Summary, SummaryQuery, Value
from domain.tasks.priority import Priority

OwnedSummary: TypeAlias = tuple[UserId, SummaryQuery]
BOUNDS = ("now", "tomorrow", "day_after_tomorrow", "later")
"""The bounds of `Agenda`; each is a parameter for due times and one for days."""


def _same(text: str | None) -> Value:
    return text


_VALUES: Mapping[Grouping, Callable[[str | None], Value]] = {
    Grouping.PRIORITY: lambda rank: tuple(Priority)[int(rank or 0)],
    Grouping.DUE: lambda index: DUE_GROUPS[int(index or 0)],
}
"""From the text in the database, where it is another."""


@frozen(eq=False)
class SummaryStatement:
    """Summaries by one kind of group, for one kind of filter (`batching.coalesced_reads.BatchQuery`)."""

    grouping: Grouping
    filter_kind: FilterKind

    @property
    def id(self) -> str:
        """The id of its statement."""
        return f"tasks_summary_by_{self.grouping}{self.filter_kind}"

    @property
    def sql(self) -> str:
        """The text of its statement."""
        return self._statement.sql

    def arguments(self, keys: Sequence[OwnedSummary]) -> Sequence[object]:
        """Return one array per parameter."""
        return self._statement.arrays([_values(*key) for key in keys])

    def answers(self, keys: Sequence[OwnedSummary], rows: list[Any]) -> Iterable[Summary]:
        """Return the summary of each query."""
        value_of = _VALUES.get(self.grouping, _same)
        counts: list[dict[Value, int]] = [{} for _ in keys]
        totals = [(0, 0)] * len(keys)
        for value, count, total, found, number in rows:
            counts[number - 1][value_of(value)] = count
            totals[number - 1] = total, found
        return [
            query.summary(count, total=total, found=found)
            for (_, query), count, (total, found) in zip(keys, counts, totals, strict=True)
        ]

    @property
    def _statement(self) -> Statement:
        return statement(self.id)


def _values(owner: UserId, query: SummaryQuery) -> Mapping[str, object]:
    values = {**filter_values(owner, query.filter), "limit": MAX_GROUPS}
    if query.agenda is not None:
        for name, bound in zip(BOUNDS, query.agenda.bounds, strict=True):
            values |= {f"{name}_at": bound.instant, f"{name}_on": bound.day}
    return values


SUMMARY_STATEMENTS = {
    (grouping, filter_kind): SummaryStatement(grouping, filter_kind)
    for grouping in Grouping
    for filter_kind in FilterKind
}
"""One object per statement, so that callers of the same statement share a batch."""


def summary_statement(query: SummaryQuery) -> SummaryStatement:
    """Return the batch query of a summary."""
    return SUMMARY_STATEMENTS[query.grouping, FilterKind.of(query.filter)]
