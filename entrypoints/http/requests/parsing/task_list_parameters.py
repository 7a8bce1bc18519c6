"""What can be asked of a list of tasks, as its query string says it."""

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from functools import lru_cache
from typing import TypeAlias

from attrs import evolve, frozen

from domain.choice import chosen_from
from domain.errors import InvalidInput, violations_in
from domain.tasks.priority import Priority
from domain.tasks.query import DEFAULT_LIMIT, HIGHEST_LIMIT, HIGHEST_OFFSET, KeysetPosition, Sort, SortKey, TaskQuery
from domain.tasks.search import Search
from domain.tasks.status import Status
from entrypoints.http.requests.parsing.cursors import cursor_apart
from entrypoints.http.requests.parsing.formats import moment_of
from entrypoints.http.requests.parsing.json_values import named
from entrypoints.http.requests.parsing.query_parameters import Parameter, values_in
from entrypoints.http.requests.parsing.text_schemas import SEARCH_SENT, TIME_SENT
from entrypoints.http.requests.parsing.validation_errors import invalid_input

OpenCursor: TypeAlias = Callable[[str], KeysetPosition]
"""From a cursor to the place it stands for; raises `InvalidInput` (empty pointer) for one that is not ours."""


@frozen
class ListRequest:
    """Which tasks are asked for, and whether to tell how many there are on all pages together."""

    query: TaskQuery
    count: bool = False


def task_query(raw: bytes, *, open_cursor: OpenCursor) -> ListRequest:
    """Read the query string of a list of tasks; raise `InvalidInput` that names every mistake."""
    asked, cursor = _read_apart(raw) or _read(raw)
    if cursor is None:
        return asked
    with violations_in("cursor"):
        place = open_cursor(cursor)
    return ListRequest(evolve(asked.query, after=place), asked.count)


def _read_apart(raw: bytes) -> tuple[ListRequest, str] | None:
    """What is asked for on every page, remembered, and the cursor; None if it takes the whole to see what is wrong."""
    rest, cursor = cursor_apart(raw)
    if cursor is not None:
        with suppress(InvalidInput):
            asked, another = _read(rest)
            if another is None:
                return asked, cursor
    return None


@lru_cache(maxsize=1_000)
def _read(raw: bytes) -> tuple[ListRequest, str | None]:
    """What is asked for, and the cursor still to be opened; many ask the same."""
    values = values_in(raw, LIST_PARAMETERS)
    cursor, count = values.pop("cursor", None), values.pop("count", False)
    query = TaskQuery(**{FIELDS.get(name, name): value for name, value in values.items()})
    return ListRequest(query, count), cursor


def nothing(raw: bytes) -> None:
    """Raise `InvalidInput` if there is any parameter."""
    values_in(raw, ())


def number_from(least: int) -> Callable[[str], int]:
    """A rule for whole numbers in decimal digits, from `least` to a thousand million."""

    def number(text: str) -> int:
        if not _digits(text):
            raise invalid_input("not-a-number", "must be a whole number in decimal digits")
        if not least <= int(text) <= HIGHEST_OFFSET:
            raise invalid_input("out-of-range", f"must be from {least} to {HIGHEST_OFFSET}")
        return int(text)

    return number


def moment_in_query(text: str) -> datetime:
    """As `moment_of`; the plus sign of an offset, if it was not escaped, has become a blank and is put back."""
    lost = _lost_plus(text)
    return moment_of(f"{lost[1]}+{lost[2]}" if lost else text)


_digits = re.compile(r"-?[0-9]{1,20}").fullmatch
_lost_plus = re.compile(r"(.+) (\d\d:\d\d)").fullmatch

SORTS = {str(sort): sort for key in SortKey for sort in (Sort(key, descending=False), Sort(key, descending=True))}
FIELDS = {"status": "statuses", "priority": "priorities", "q": "search"}
"""Where a parameter is called otherwise than the field of `TaskQuery`."""

LIST_PARAMETERS = (
    Parameter(
        name="status",
        many=True,
        read=chosen_from(Status),
        schema={"type": "string", "enum": list(Status)},
        meaning="Only tasks that stand there; may be given several times, for any of them.",
        example=["todo", "in_progress"],
    ),
    Parameter(
        name="priority",
        many=True,
        read=chosen_from(Priority),
        schema={"type": "string", "enum": list(Priority)},
        meaning="Only tasks that matter so much; may be given several times, for any of them.",
        example=["high", "critical"],
    ),
    Parameter(
        name="due_before",
        read=moment_in_query,
        schema=TIME_SENT,
        meaning="Only tasks that are due, and before this.",
        example="2026-04-01T00:00:00Z",
    ),
    Parameter(
        name="due_after",
        read=moment_in_query,
        schema=TIME_SENT,
        meaning="Only tasks that are due, and after this.",
        example="2026-03-01T00:00:00Z",
    ),
    Parameter(
        name="q",
        read=Search.parsed,
        schema=SEARCH_SENT,
        meaning=(
            "Full-text search in title and description: all words must be found; `quart*` finds every word that"
            ' begins so, `"due friday"` words side by side, `-draft` excludes.'
        ),
        example='report quart* "due friday" -draft',
    ),
    Parameter(
        name="sort",
        read=named(SORTS),
        schema={"type": "string", "enum": list(SORTS), "default": str(Sort())},
        meaning="The order, `-` for descending; tasks without a due time come last in either direction.",
        example="due_at",
    ),
    Parameter(
        name="limit",
        read=number_from(1),
        schema={"type": "integer", "minimum": 1, "maximum": HIGHEST_OFFSET, "default": DEFAULT_LIMIT},
        meaning=f"How many tasks at most; more than {HIGHEST_LIMIT} means {HIGHEST_LIMIT}.",
        example=20,
    ),
    Parameter(
        name="offset",
        read=number_from(0),
        schema={"type": "integer", "minimum": 0, "maximum": HIGHEST_OFFSET, "default": 0},
        meaning="How many tasks to leave out at the beginning; not together with `cursor`, which is faster.",
        example=0,
    ),
    Parameter(
        name="cursor",
        read=str,
        schema={"type": "string", "minLength": 1, "pattern": "^[A-Za-z0-9_-]+$"},
        meaning="Where the page begins: out of the Link header of the page before, with the same query.",
        example="AbCdEf0123",
    ),
    Parameter(
        name="count",
        read=named({"true": True, "false": False}),
        schema={"type": "boolean", "default": False},
        meaning="Whether to tell how many tasks match on all pages together, in `X-Total-Count`.",
        example=True,
    ),
)
