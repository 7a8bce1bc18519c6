"""The parameters of a list of tasks."""

from domain.choice import chosen_from
from domain.statistics.summary import Grouping
from domain.tasks.filter import DueFilter
from domain.tasks.priority import Priority
from domain.tasks.query import DEFAULT_LIMIT, MAX_LIMIT, MAX_OFFSET, Sort, SortKey
from domain.tasks.search import Search
from domain.tasks.status import Status
from domain.text import LABEL
from domain.zone import zone_named
from entrypoints.http.requests.parsing.formats import id_or_none, label_in_query, time_in_query, time_or_day_in_query
from entrypoints.http.requests.parsing.json_values import choice_of
from entrypoints.http.requests.parsing.paging import cursor_parameter, limit_parameter, number_from
from entrypoints.http.requests.parsing.query_parameters import Parameter
from entrypoints.http.requests.parsing.text_schemas import (
    SEARCH_INPUT,
    TIME,
    TIME_OR_DAY,
    ZONE,
    enumeration,
    text_input,
)

ID_OR_NONE = {"type": "string", "pattern": "^(?:none|[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})$"}
SORTS = {str(sort): sort for key in SortKey for sort in (Sort(key, descending=False), Sort(key, descending=True))}
FIELDS = {
    "status": "statuses",
    "priority": "priorities",
    "project": "projects",
    "label": "labels",
    "parent": "parents",
    "q": "search",
}
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

FILTER_PARAMETERS = (
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
        name="project",
        many=True,
        read=id_or_none,
        schema=ID_OR_NONE,
        meaning="Only tasks of this project; may be given several times. `none`: tasks without a project.",
        example=["0199f3a0-8d4f-7a1b-9c2d-3e4f50617283", "none"],
    ),
    Parameter(
        name="label",
        many=True,
        commas=True,
        read=label_in_query,
        schema=text_input(LABEL),
        meaning=(
            "Only tasks with this label, in any spelling; may be given several times, for any of the labels. `none`:"
            ' tasks without labels (a label that is called so is written `"none"`, in quotes).'
        ),
        example=["garden", "none"],
    ),
    Parameter(
        name="parent",
        many=True,
        read=id_or_none,
        schema=ID_OR_NONE,
        meaning="Only direct subtasks of this task; may be given several times. `none`: tasks without a parent.",
        example=["0199f3a0-5c6e-7b3e-8d4f-2a1b3c4d5e6f", "none"],
    ),
    Parameter(
        name="due_before",
        read=time_or_day_in_query,
        schema=TIME_OR_DAY,
        meaning=(
            "Only tasks that are due before this time, or before the beginning of this day."
            " A task that is due on a day counts if the day is over by then, in the time zone `tz`."
        ),
        example="2026-04-01T00:00:00Z",
    ),
    Parameter(
        name="due_after",
        read=time_or_day_in_query,
        schema=TIME_OR_DAY,
        meaning=(
            "Only tasks that are due after this time, or after the end of this day."
            " A task that is due on a day counts if the day is not over by then, in the time zone `tz`."
        ),
        example="2026-03-01",
    ),
    Parameter(
        name="due",
        read=chosen_from(DueFilter),
        schema=enumeration(DueFilter),
        component="Due",
        meaning="`any`: only tasks with a due time or day; `none`: only tasks without.",
        example="any",
    ),
    Parameter(
        name="tz",
        read=zone_named,
        schema=ZONE,
        meaning="The time zone in which days begin and end: a name of the IANA database, with its capitals.",
        example="Europe/Berlin",
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
)
"""The conditions of `TaskFilter`."""

GROUPING_SCHEMA = {
    **enumeration(Grouping),
    # Names for constants in generated clients, of which others mean the order.
    "x-enum-varnames": [f"BY_{grouping.upper()}" for grouping in Grouping],
    "default": str(Grouping.STATUS),
}
SUMMARY_PARAMETERS = (
    Parameter(
        name="group",
        read=chosen_from(Grouping),
        schema=GROUPING_SCHEMA,
        component=Grouping.__name__,
        meaning="What the tasks of a group have in common.",
        example="status",
    ),
    *FILTER_PARAMETERS,
)
INCLUDE = Parameter(
    name="include",
    read=choice_of({"progress": True}),
    schema={"type": "string", "enum": ["progress"]},
    component="Include",
    meaning="`progress`: with the number of direct subtasks, and how many of them are done.",
    example="progress",
)
LIST_PARAMETERS = (
    *FILTER_PARAMETERS,
    Parameter(
        name="sort",
        read=choice_of(SORTS),
        schema=SORT_SCHEMA,
        component="Sort",
        meaning=(
            "The order, with `-` for descending. A task that is due on a day comes where the day ends in UTC; tasks"
            " without a due date come last in either direction."
        ),
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
    INCLUDE,
)
