"""The query string of a list of tasks."""

import re
from collections.abc import Mapping
from contextlib import suppress
from functools import lru_cache
from typing import Any

from attrs import evolve, frozen

from domain.errors import InvalidInput
from domain.statistics.summary import Grouping, SummaryRequest
from domain.tasks.due import DueBound
from domain.tasks.filter import TaskFilter
from domain.tasks.query import MAX_LIMIT, TaskQuery
from domain.zone import UTC_ZONE
from entrypoints.http.requests.parsing.query_parameters import Pair, parse_query
from entrypoints.http.requests.parsing.task_list_parameters import (
    FIELDS,
    LIST_PARAMETERS,
    PAGE_FIELDS,
    SUMMARY_PARAMETERS,
)

# A cursor as our links contain it: it differs from request to request, so it is kept out of the cache.
_CURSOR = re.compile(rb"(?:^|&)cursor=([A-Za-z0-9_-]+)(?=&|$)")


@frozen
class TaskListRequest:
    """A list of tasks as it was requested."""

    query: TaskQuery
    """Without the position of the cursor."""
    parameters: tuple[Pair, ...]
    """As they were sent, decoded; without the cursor."""
    cursor: str | None = None
    count: bool = False
    """Whether the response states how many tasks match on all pages together."""
    limit_lowered: bool = False
    """Whether a higher limit was requested than is allowed."""
    progress: bool = False
    """Whether the tasks are returned with the progress of their subtasks."""


def parse_task_list(raw: bytes) -> TaskListRequest:
    """Parse the query string of a list of tasks; raise `InvalidInput` with all violations."""
    cursors = _CURSOR.findall(raw)
    if len(cursors) == 1:
        with suppress(InvalidInput):
            request = _parse(_CURSOR.sub(b"", raw))
            if request.cursor is None:
                return evolve(request, cursor=cursors[0].decode())
    return _parse(raw)  # which reports every violation


@lru_cache(maxsize=1_000)
def _parse(raw: bytes) -> TaskListRequest:
    """Parse a whole query string; many clients send the same."""
    parsed = parse_query(raw, LIST_PARAMETERS)
    values = dict(parsed.values)
    cursor, count = values.pop("cursor", None), values.pop("count", False)
    progress = values.pop("include", False)
    page = {name: values.pop(name) for name in PAGE_FIELDS if name in values}
    query = TaskQuery(filter=_task_filter(values), **page)
    pairs = tuple(pair for pair in parsed.pairs if pair[0] != "cursor")
    return TaskListRequest(query, pairs, cursor, count, page.get("limit", 0) > MAX_LIMIT, progress)


def parse_summary(raw: bytes) -> SummaryRequest:
    """Parse the query string of a summary of tasks; raise `InvalidInput` with all violations."""
    values = dict(parse_query(raw, SUMMARY_PARAMETERS).values)
    grouping, zone = values.pop("group", Grouping.STATUS), values.get("tz", UTC_ZONE)
    return SummaryRequest(filter=_task_filter(values), grouping=grouping, zone=zone)


def _task_filter(values: Mapping[str, Any]) -> TaskFilter:
    """Return the filter of the values of `FILTER_PARAMETERS`."""
    conditions = {FIELDS.get(name, name): value for name, value in values.items()}
    zone = conditions.pop("tz", UTC_ZONE)
    for name, bound in (("due_before", DueBound.before), ("due_after", DueBound.after)):
        if name in conditions:
            conditions[name] = bound(conditions[name], zone)
    return TaskFilter(**conditions)
