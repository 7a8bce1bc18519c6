"""A query string is read without its cursor, and what comes of it is the same."""

from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import violations_in
from entrypoints.http.requests.parsing import task_list_parameters as query_string
from entrypoints.http.requests.parsing.task_list_parameters import ListRequest
from tests.entrypoints.http.requests.parsing.test_task_list_parameters import asked, opened
from tests.entrypoints.http.support.outcomes import outcome_of

PARTS = (
    b"cursor=ours",
    b"cursor=theirs",
    b"cursor",
    b"cursor=",
    b"c%75rsor=ours",
    b"cursor=%6furs",
    b"xcursor=ours",
    b"q=cursor%3Dours",
    b"q=a&b",
    b"limit=2",
    b"limit=x",
    b"offset=5",
    b"count=true",
    b"",
)


@given(st.lists(st.sampled_from(PARTS), max_size=4))
def test_it_is_the_same_as_if_the_cursor_was_read_with_the_rest(parts: list[bytes]) -> None:
    def at_once(raw: bytes) -> ListRequest:
        read, cursor = query_string._read(raw)
        if cursor is None:
            return read
        with violations_in("cursor"):
            place = opened(cursor)
        return evolve(read, query=evolve(read.query, after=place))

    raw = b"&".join(parts)
    assert outcome_of(lambda: at_once(raw)) == outcome_of(lambda: asked(raw))
