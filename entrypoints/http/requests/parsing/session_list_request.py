"""The query string of the list of sessions."""

from attrs import frozen

from domain.tasks.query import MAX_OFFSET
from entrypoints.http.requests.parsing.query_parameters import Parameter, parse_query
from entrypoints.http.requests.parsing.task_list_parameters import number_from

MAX_SESSIONS = 100
"""On one page, and by default."""

SESSION_LIST_PARAMETERS = (
    Parameter(
        name="limit",
        read=number_from(1),
        schema={"type": "integer", "minimum": 1, "maximum": MAX_OFFSET, "default": MAX_SESSIONS},
        meaning=f"The most sessions of one page; more than {MAX_SESSIONS} means {MAX_SESSIONS}, and `X-Limit` says so.",
        example=20,
    ),
    Parameter(
        name="offset",
        read=number_from(0),
        schema={"type": "integer", "minimum": 0, "maximum": MAX_OFFSET, "default": 0},
        meaning="How many sessions to skip.",
        example=0,
    ),
)


@frozen
class SessionListRequest:
    """A page of the list of sessions as it was requested."""

    requested: int = MAX_SESSIONS
    offset: int = 0

    @property
    def limit(self) -> int:
        """The most sessions of the page."""
        return min(self.requested, MAX_SESSIONS)

    @property
    def end(self) -> int:
        """Where the next page begins."""
        return self.offset + self.limit


def parse_session_list(raw: bytes) -> SessionListRequest:
    """Parse the query string of the list of sessions; raise `InvalidInput` with all violations."""
    values = parse_query(raw, SESSION_LIST_PARAMETERS).values
    return SessionListRequest(values.get("limit", MAX_SESSIONS), values.get("offset", 0))
