"""The query strings of the record of changes, of past tasks and of the list of sessions."""

from collections.abc import Sequence
from datetime import datetime

from attrs import frozen

from domain.changes.recorded_change import LAST_NUMBER
from domain.errors import InvalidInput
from domain.tasks.query import MAX_OFFSET
from domain.text import LABEL
from entrypoints.http.requests.errors import BadRequest
from entrypoints.http.requests.parsing.formats import time_in_query
from entrypoints.http.requests.parsing.paging import (
    cursor_parameter,
    limit_parameter,
    number_from,
    number_parameter,
)
from entrypoints.http.requests.parsing.query_parameters import Parameter, parse_query
from entrypoints.http.requests.parsing.task_list_parameters import INCLUDE
from entrypoints.http.requests.parsing.text_schemas import TIME, text_input

MAX_PAGE = 100
"""Items of one page, and the default."""
MAX_WAIT = 30
"""Seconds."""
MAX_VERSION = 2**31 - 1

SESSION_LIST_PARAMETERS = (
    limit_parameter("sessions", default=MAX_PAGE, most=MAX_PAGE),
    Parameter(
        name="offset",
        read=number_from(0),
        schema={"type": "integer", "minimum": 0, "maximum": MAX_OFFSET, "default": 0},
        meaning="How many sessions to skip.",
        example=0,
    ),
)
LABEL_LIST_PARAMETERS = (
    limit_parameter("labels", default=MAX_PAGE, most=MAX_PAGE),
    Parameter(
        name="after",
        read=LABEL,
        schema=text_input(LABEL),
        meaning="Only labels after this one, in the order of their names regardless of case.",
        example="garden",
    ),
)
LIMIT = limit_parameter("changes or tasks", default=MAX_PAGE, most=MAX_PAGE)
SINCE = number_parameter(
    "since",
    "Only changes after the one with this number; 0 for all. Without it, the answer is a snapshot of all objects.",
    least=0,
    most=LAST_NUMBER,
    example=41,
)
CHANGE_LIST_PARAMETERS = (
    SINCE,
    LIMIT,
    number_parameter(
        "wait",
        "With `since`: wait so many seconds for a change if there is none yet.",
        least=0,
        most=MAX_WAIT,
        example=20,
    ),
    cursor_parameter("Where the page of a snapshot begins; taken from the page before. Excludes `since`."),
)
EVENT_STREAM_PARAMETERS = (
    number_parameter(
        "since",
        "The number of the last change that the client has; the header `Last-Event-ID` takes precedence.",
        least=0,
        most=LAST_NUMBER,
        example=41,
    ),
)
HISTORY_PARAMETERS = (
    limit_parameter("changes", default=MAX_PAGE, most=MAX_PAGE),
    number_parameter("before", "Only changes before the one with this number.", least=1, most=LAST_NUMBER, example=41),
)
PAST_PARAMETERS = (
    number_parameter("version", "The task as it was in this version.", least=1, most=MAX_VERSION, example=3),
    Parameter(
        name="at",
        read=time_in_query,
        schema=TIME,
        meaning="The task as it was at this moment; excludes `version`.",
        example="2026-11-01T00:00:00Z",
    ),
)
PAST_TASK_PARAMETERS = (*PAST_PARAMETERS, INCLUDE)


@frozen(kw_only=True)
class PageRequest:
    """A page as it was requested."""

    requested: int = MAX_PAGE
    """The size that was asked for."""

    @property
    def limit(self) -> int:
        """The most items of the page."""
        return min(self.requested, MAX_PAGE)


@frozen(kw_only=True)
class SessionListRequest(PageRequest):
    """A page of the list of sessions as it was requested."""

    offset: int = 0

    @property
    def end(self) -> int:
        """Where the next page begins."""
        return self.offset + self.limit


def parse_session_list(raw: bytes) -> SessionListRequest:
    """Parse the query string of the list of sessions; raise `InvalidInput` with all violations."""
    values = parse_query(raw, SESSION_LIST_PARAMETERS).values
    return SessionListRequest(requested=values.get("limit", MAX_PAGE), offset=values.get("offset", 0))


@frozen(kw_only=True)
class LabelListRequest(PageRequest):
    """A page of the list of labels as it was requested."""

    after: str | None


def parse_label_list(raw: bytes) -> LabelListRequest:
    """Parse the query string of the list of labels; raise `InvalidInput` with all violations."""
    values = parse_query(raw, LABEL_LIST_PARAMETERS).values
    return LabelListRequest(requested=values.get("limit", MAX_PAGE), after=values.get("after"))


@frozen(kw_only=True)
class ChangeListRequest(PageRequest):
    """Changes, or a page of a snapshot, as they were requested."""

    since: int | None
    """None for a snapshot."""
    wait: int
    cursor: str | None


def parse_change_list(raw: bytes) -> ChangeListRequest:
    """Parse the query string; raise `InvalidInput` with all violations."""
    values = parse_query(raw, CHANGE_LIST_PARAMETERS).values
    if "since" in values and "cursor" in values:
        raise InvalidInput.of("contradiction", "since and a cursor exclude each other", "cursor")
    if "since" not in values and "wait" in values:
        raise InvalidInput.of("contradiction", "a snapshot does not wait: add since", "wait")
    return ChangeListRequest(
        requested=values.get("limit", MAX_PAGE),
        since=values.get("since"),
        wait=values.get("wait", 0),
        cursor=values.get("cursor"),
    )


@frozen
class EventStreamRequest:
    """The beginning of a stream of events as it was requested."""

    since: int | None
    """None for the present."""


def parse_event_stream(raw: bytes, last_event_id: bytes | None) -> EventStreamRequest:
    """Parse the query string and the header Last-Event-ID; raise `InvalidInput`."""
    values = parse_query(raw, EVENT_STREAM_PARAMETERS).values
    if not last_event_id:
        return EventStreamRequest(values.get("since"))
    (parameter,) = EVENT_STREAM_PARAMETERS
    try:
        return EventStreamRequest(parameter.read(last_event_id.decode("latin-1")))
    except InvalidInput as error:
        raise BadRequest(f"Last-Event-ID {error.violations[0].detail}") from None


@frozen(kw_only=True)
class HistoryRequest(PageRequest):
    """A page of the history of a task as it was requested."""

    before: int | None


def parse_history(raw: bytes) -> HistoryRequest:
    """Parse the query string; raise `InvalidInput` with all violations."""
    values = parse_query(raw, HISTORY_PARAMETERS).values
    return HistoryRequest(requested=values.get("limit", MAX_PAGE), before=values.get("before"))


@frozen
class PastRequest:
    """Which state of an object was requested; the present one without version and time."""

    version: int | None = None
    at: datetime | None = None


@frozen
class PastTaskRequest(PastRequest):
    """Which state of a task was requested."""

    progress: bool = False
    """Whether it is returned with the progress of its subtasks."""


NOW = PastTaskRequest()


def parse_past(raw: bytes) -> PastRequest:
    """Parse the query string; raise `InvalidInput` with all violations."""
    return _parse_past(raw, PAST_PARAMETERS) if raw else NOW


def parse_past_task(raw: bytes) -> PastTaskRequest:
    """Parse the query string; raise `InvalidInput` with all violations."""
    return _parse_past(raw, PAST_TASK_PARAMETERS) if raw else NOW


def _parse_past(raw: bytes, parameters: Sequence[Parameter]) -> PastTaskRequest:
    values = parse_query(raw, parameters).values
    if "version" in values and "at" in values:
        raise InvalidInput.of("contradiction", "a version and a time exclude each other", "at")
    if "include" in values and len(values) > 1:
        raise InvalidInput.of("contradiction", "the progress is known of the present task only", "include")
    return PastTaskRequest(values.get("version"), values.get("at"), values.get("include", False))
