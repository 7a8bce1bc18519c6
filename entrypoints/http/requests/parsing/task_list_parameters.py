"""The parameters of a list of tasks."""

import re
from datetime import datetime

from domain.choice import chosen_from
from domain.tasks.filter import DueFilter
from domain.tasks.priority import Priority
from domain.tasks.query import DEFAULT_LIMIT, MAX_LIMIT, MAX_OFFSET, Sort, SortKey
from domain.tasks.search import Search
from domain.tasks.status import Status
from entrypoints.http.requests.parsing.formats import parse_time
from entrypoints.http.requests.parsing.json_values import choice_of
from entrypoints.http.requests.parsing.paging import cursor_parameter, limit_parameter, number_from
from entrypoints.http.requests.parsing.query_parameters import Parameter
from entrypoints.http.requests.parsing.text_schemas import SEARCH_INPUT, TIME, enumeration


def time_in_query(text: str) -> datetime:
    """Parse a time; an unescaped plus sign of its offset was decoded as a blank and is restored."""
    lost = _lost_plus(text)
    return parse_time(f"{lost[1]}+{lost[2]}" if lost else text)


_lost_plus = re.compile(r"(.+) (\d\d:?\d\d)").fullmatch

SORTS = {str(sort): sort for key in SortKey for sort in (Sort(key, descending=False), Sort(key, descending=True))}
FIELDS = {"status": "statuses", "priority": "priorities", "q": "search"}
"""Parameters whose name differs from the field of `TaskFilter`."""
PAGE_FIELDS = ("sort", "limit", "offset")
"""Parameters that are fields of `TaskQuery`."""

SORT_SCHEMA = {
    "type": "string",
    "description": "An order, with `-` for descending.",
    "enum": list(SORTS),
    # Names for constants in generated clients, which cannot begin with a minus sign.
    "x-enum-varnames": [f"{sort.key.upper()}{'_DESCENDING' * sort.descending}" for sort in SORTS.values()],
    "default": str(Sort()),
}

LIST_PARAMETERS = (
    Parameter(
        name="status",
        many=True,
        read=chosen_from(Status),
        schema=enumeration(Status),
        component=Status.__name__,
        meaning="Only tasks with this status; may be given several times, for any of the values.",
        example=["todo", "in_progress"],
    ),
    Parameter(
        name="priority",
        many=True,
        read=chosen_from(Priority),
        schema=enumeration(Priority),
        component=Priority.__name__,
        meaning="Only tasks with this priority; may be given several times, for any of the values.",
        example=["high", "critical"],
    ),
    Parameter(
        name="due_before",
        read=time_in_query,
        schema=TIME,
        meaning="Only tasks with a due time before this.",
        example="2026-04-01T00:00:00Z",
    ),
    Parameter(
        name="due_after",
        read=time_in_query,
        schema=TIME,
        meaning="Only tasks with a due time after this.",
        example="2026-03-01T00:00:00Z",
    ),
    Parameter(
        name="due",
        read=chosen_from(DueFilter),
        schema=enumeration(DueFilter),
        component="Due",
        meaning="`any`: only tasks with a due time; `none`: only tasks without.",
        example="any",
    ),
    Parameter(
        name="updated_after",
        read=time_in_query,
        schema=TIME,
        meaning="Only tasks that were created or changed after this.",
        example="2026-03-01T00:00:00Z",
    ),
    Parameter(
        name="completed_after",
        read=time_in_query,
        schema=TIME,
        meaning="Only tasks that are done, and became so after this.",
        example="2026-03-01T00:00:00Z",
    ),
    Parameter(
        name="q",
        read=Search.parsed,
        schema=SEARCH_INPUT,
        meaning=(
            "Full-text search in title and description: all words must match, each as the beginning of a word;"
            ' `"due friday"` matches adjacent words, `-draft` excludes a word.'
        ),
        example='report quart* "due friday" -draft',
    ),
    Parameter(
        name="sort",
        read=choice_of(SORTS),
        schema=SORT_SCHEMA,
        component="Sort",
        meaning="The order, with `-` for descending; tasks without a due time come last in either direction.",
        example="due_at",
    ),
    limit_parameter("tasks", default=DEFAULT_LIMIT, most=MAX_LIMIT),
    Parameter(
        name="offset",
        read=number_from(0),
        schema={"type": "integer", "minimum": 0, "maximum": MAX_OFFSET, "default": 0},
        meaning="How many tasks to skip; excludes `cursor`, which is faster.",
        example=0,
    ),
    cursor_parameter("Where the page begins; taken from the Link header of the page before, with the same query."),
    Parameter(
        name="count",
        read=choice_of({"true": True, "false": False}),
        schema={"type": "boolean", "default": False},
        meaning="Whether `X-Total-Count` states how many tasks match on all pages together.",
        example=True,
    ),
)
