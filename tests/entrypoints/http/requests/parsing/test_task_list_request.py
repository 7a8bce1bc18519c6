"""Query strings become queries, or one error with every violation."""

from datetime import UTC, date, datetime
from urllib.parse import urlencode
from uuid import UUID

import msgspec
import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from adapters.testing.builders import a_user_id
from adapters.testing.strategies import priorities, raw_texts, sorts, statuses
from domain.day import start_of
from domain.errors import InvalidInput, Violation
from domain.tasks.due import DueBound
from domain.tasks.filter import TaskFilter
from domain.tasks.priority import Priority
from domain.tasks.query import MAX_LIMIT, MAX_OFFSET, KeysetPosition, Sort, SortKey, TaskQuery
from domain.tasks.search import Search
from domain.tasks.status import Status
from domain.zone import zone_named
from entrypoints.http.requests.parsing import task_list_request
from entrypoints.http.requests.parsing.cursors import Cursors
from entrypoints.http.requests.parsing.query_parameters import MAX_PARAMETERS, Parameter, parse_query
from entrypoints.http.requests.parsing.task_list_parameters import LIST_PARAMETERS
from entrypoints.http.requests.parsing.task_list_request import TaskListRequest, parse_task_list
from tests.entrypoints.http.support.outcomes import are_violations, outcome_of, places_of, violations_in

PLACE = KeysetPosition("Water the plants", UUID(int=7))


class FakeSeal:
    """Opens one cursor."""

    def seal(self, payload: bytes, *, context: bytes) -> str:
        raise NotImplementedError

    def open(self, text: str, *, context: bytes) -> bytes:  # noqa: ARG002 - the signature of `Seal`
        if text == "ours":
            return msgspec.msgpack.encode((PLACE.value, PLACE.id.bytes))
        raise InvalidInput.of("not-ours", "must be one that this service gave out")


CURSORS = Cursors(FakeSeal(), a_user_id())


def asked(raw: bytes) -> TaskListRequest:
    """The request, with its cursor opened, without the parameters as they were sent."""
    request = parse_task_list(raw)
    return evolve(request, query=CURSORS.positioned(request), cursor=None, parameters=())


def places_in(raw: bytes) -> list[tuple[str, str]]:
    return places_of(details_in(raw))


def details_in(raw: bytes) -> tuple[Violation, ...]:
    return violations_in(lambda: asked(raw))


def test_who_asks_for_nothing_in_particular_gets_the_default() -> None:
    assert TaskListRequest(TaskQuery(), ()) == asked(b"")


def test_everything_can_be_asked_for_at_once() -> None:
    raw = (
        b"status=todo&status=done&priority=high&due_after=2026-03-01T00:00:00Z&due_before=2026-04-01T02:00:00%2B02:00"
        b"&q=report+%22due%20friday%22&sort=-due_at&limit=7&offset=14&count=true"
    )
    expected = TaskQuery(
        filter=TaskFilter(
            statuses=frozenset({Status.TODO, Status.DONE}),
            priorities=frozenset({Priority.HIGH}),
            due_after=datetime(2026, 3, 1, tzinfo=UTC),
            due_before=datetime(2026, 4, 1, tzinfo=UTC),
            search=Search.parsed('report "due friday"'),
        ),
        sort=Sort(SortKey.DUE_AT, descending=True),
        limit=7,
        offset=14,
    )
    assert TaskListRequest(expected, (), count=True) == asked(raw)


def test_a_cursor_is_opened_to_the_place_it_stands_for() -> None:
    assert TaskListRequest(TaskQuery(sort=Sort(SortKey.TITLE, descending=False), after=PLACE), ()) == asked(
        b"cursor=ours&sort=title"
    )


def test_every_violation_is_reported_together() -> None:
    raw = b"stat=todo&limit=1&limit=2&offset=-1&q=%ff&sort=titel&count=yes&due_after=x&priority=hgh&cursor=%00&%zz=1"
    assert places_in(raw) == [
        ("/stat", "unknown-parameter"),
        ("/limit", "repeated"),
        ("/offset", "out-of-range"),
        ("/q", "malformed-query"),
        ("/sort", "unknown-value"),
        ("/count", "unknown-value"),
        ("/due_after", "not-a-time"),
        ("/priority", "unknown-value"),
        ("/cursor", "nul"),
        ("", "malformed-query"),
    ]


def test_the_nearest_name_is_suggested() -> None:
    details = [violation.detail for violation in details_in(b"stat=todo&sort=-titel&status=don&colour=red")]
    assert details == [
        "there is no such parameter; did you mean status?",
        "there is no such choice; did you mean -title?",
        "must be one of todo, in_progress, done, cancelled; did you mean done?",
        f"there is no such parameter; known are {', '.join(parameter.name for parameter in LIST_PARAMETERS)}",
    ]


@pytest.mark.parametrize("name", [parameter.name for parameter in LIST_PARAMETERS])
def test_a_parameter_without_a_value_is_refused(name: str) -> None:
    assert places_in(name.encode()) == [(f"/{name}", "empty")]
    assert places_in(f"{name}=".encode()) == [(f"/{name}", "empty")]


@pytest.mark.parametrize("parameter", LIST_PARAMETERS, ids=[parameter.name for parameter in LIST_PARAMETERS])
def test_only_what_means_any_of_several_may_be_repeated(parameter: Parameter) -> None:
    value = {"cursor": "ours", "count": "true"}.get(parameter.name, parameter.example)
    once = urlencode({parameter.name: value}, doseq=True).encode()
    if parameter.many:
        assert asked(once) == asked(once + b"&" + once)
    else:
        assert places_in(once + b"&" + once) == [(f"/{parameter.name}", "repeated")]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("0", "out-of-range"),
        ("-1", "out-of-range"),
        (str(MAX_OFFSET + 1), "out-of-range"),
        ("9223372036854775808", "out-of-range"),
        ("1" * 5_000, "not-a-number"),
        ("1e3", "not-a-number"),
        ("1.0", "not-a-number"),
        ("+5", "not-a-number"),
        ("%2B5", "not-a-number"),
        ("0x10", "not-a-number"),
        ("1_000", "not-a-number"),
        ("٣", "not-a-number"),
        (" 5", "not-a-number"),
        ("5%0A", "not-a-number"),
        ("=5", "not-a-number"),
        ("true", "not-a-number"),
    ],
)
def test_a_number_is_written_in_decimal_digits_and_has_bounds(text: str, code: str) -> None:
    assert places_in(f"limit={text}".encode()) == [("/limit", code)]


def test_more_than_the_highest_limit_means_the_highest() -> None:
    assert MAX_LIMIT == asked(b"limit=101").query.limit == asked(b"limit=%d" % MAX_OFFSET).query.limit


def test_a_lowered_limit_is_remembered() -> None:
    assert [asked(b"limit=%d" % limit).limit_lowered for limit in (1, MAX_LIMIT, MAX_LIMIT + 1)] == [False, False, True]


def test_an_offset_and_a_cursor_exclude_each_other() -> None:
    assert places_in(b"offset=5&cursor=ours") == [("/offset", "contradiction")]


def test_a_cursor_that_is_not_ours_is_refused_by_name() -> None:
    assert places_in(b"cursor=theirs") == [("/cursor", "not-ours")]


@pytest.mark.parametrize("text", ["2026-03-01T10:00:00+01:00", "2026-03-01T10:00:00%2B01:00", "2026-03-01T09:00:00Z"])
def test_the_plus_sign_of_an_offset_need_not_be_escaped(text: str) -> None:
    expected = DueBound.before(datetime(2026, 3, 1, 9, tzinfo=UTC))

    assert expected == asked(f"due_before={text}".encode()).query.filter.due_before


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2026-03-01T09:00:00", "no-offset"),
        ("2026-03-01%2009:00:00Z", "not-a-time"),
        ("2026-03-01%2009:00", "not-a-time"),
        ("2026-02-29", "not-a-day"),
        ("1899-12-31", "out-of-range"),
        ("2026-3-1", "not-a-time"),
        ("tomorrow", "not-a-time"),
        ("1772355600", "not-a-time"),
        ("5", "not-a-time"),
        ("0001-01-01T00:00:00%2B14:00", "out-of-range"),
    ],
)
def test_a_time_has_an_offset_and_lies_where_every_store_can_keep_it(text: str, code: str) -> None:
    assert places_in(f"due_before={text}".encode()) == [("/due_before", code)]


def test_a_day_begins_and_ends_in_the_zone_that_is_named() -> None:
    berlin, day = zone_named("Europe/Berlin"), date(2026, 3, 29)
    asked_for = asked(b"due_before=2026-03-29&due_after=2026-03-29&tz=Europe/Berlin").query.filter
    escaped = asked(b"tz=Europe%2FBerlin&due_before=2026-03-29").query.filter
    in_utc = asked(b"due_before=2026-03-29").query.filter

    assert (asked_for.due_before, asked_for.due_after) == (DueBound.before(day, berlin), DueBound.after(day, berlin))
    assert escaped.due_before == asked_for.due_before
    assert in_utc.due_before == DueBound.before(day)
    assert asked_for.due_before
    assert asked_for.due_before.instant == start_of(day, berlin)


def test_a_zone_has_the_name_that_the_database_has() -> None:
    (violation,) = details_in(b"tz=europe/berlin")

    assert (violation.path, violation.code) == (("tz",), "unknown-value")
    assert violation.detail.endswith("did you mean Europe/Berlin?")


def test_a_zone_may_be_named_where_no_day_needs_it() -> None:
    assert asked(b"tz=Europe/Berlin") == asked(b"")


@pytest.mark.parametrize(
    "raw", [b"q=%", b"q=%4", b"q=%zz", b"q=%u0041", b"q=%ff%fe", b"q=%c3", b"q=%ed%a0%80", b"q=\xff", b"q=%c0%af"]
)
def test_broken_percent_encoding_and_broken_utf_8_are_refused(raw: bytes) -> None:
    assert places_in(raw) == [("/q", "malformed-query")]


@pytest.mark.parametrize(
    "raw", [b"Status=todo", b"status%00=todo", b" status=todo", b"status[]=todo", b"=todo", b"$where=1"]
)
def test_a_name_is_written_exactly_so(raw: bytes) -> None:
    assert places_in(raw)[0][1] == ("nul" if b"%00" in raw else "unknown-parameter")


def test_the_number_of_parameters_is_limited() -> None:
    assert len(details_in(b"&".join([b"x"] * MAX_PARAMETERS))) == MAX_PARAMETERS
    assert places_in(b"&".join([b"x"] * (MAX_PARAMETERS + 1))) == [("", "too-many-parameters")]


def test_a_call_that_takes_no_parameters_refuses_each_of_them() -> None:
    parse_query(b"", ())
    assert places_of(violations_in(lambda: parse_query(b"a/b=1&limit=5", ()))) == [
        ("/a/b", "unknown-parameter"),
        ("/limit", "unknown-parameter"),
    ]


@given(
    statuses=st.frozensets(statuses, min_size=1),
    priorities=st.frozensets(priorities, min_size=1),
    sort=sorts,
    limit=st.integers(1, MAX_LIMIT),
    offset=st.integers(0, MAX_OFFSET),
)
def test_what_is_asked_for_is_what_is_written(
    statuses: frozenset[Status], priorities: frozenset[Priority], sort: Sort, limit: int, offset: int
) -> None:
    query = TaskQuery(
        filter=TaskFilter(statuses=statuses, priorities=priorities), sort=sort, limit=limit, offset=offset
    )
    written = [("status", each) for each in statuses] + [("priority", each) for each in priorities]
    raw = urlencode([*written, ("sort", str(sort)), ("limit", limit), ("offset", offset)])
    assert TaskListRequest(query, ()) == asked(raw.encode())


TEXTS = raw_texts.filter(lambda text: not any("\ud800" <= char <= "\udfff" for char in text))


@given(
    raw=st.binary(max_size=60)
    | st.lists(st.tuples(st.sampled_from([parameter.name for parameter in LIST_PARAMETERS]), TEXTS), max_size=4).map(
        lambda pairs: urlencode(pairs).encode()
    )
)
def test_any_query_string_becomes_a_query_or_an_error_with_violations(raw: bytes) -> None:
    outcome = outcome_of(lambda: asked(raw))
    assert isinstance(outcome, TaskListRequest) or are_violations(outcome)


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
def test_reading_the_cursor_apart_makes_no_difference(parts: list[bytes]) -> None:
    def at_once(raw: bytes) -> TaskListRequest:
        request = task_list_request._parse(raw)
        return evolve(request, query=CURSORS.positioned(request), cursor=None, parameters=())

    raw = b"&".join(parts)
    assert outcome_of(lambda: at_once(raw)) == outcome_of(lambda: asked(raw))


def test_a_list_of_values_in_one_parameter_gets_a_hint_that_works() -> None:
    with pytest.raises(InvalidInput, match="must be given once for each value, as in status=todo&status=done"):
        parse_task_list(b"status=todo,done")

    assert len(parse_task_list(b"status=todo&status=done").query.filter.statuses) == 2


def test_a_list_with_an_item_that_is_no_value_is_reported_for_that_item() -> None:
    with pytest.raises(InvalidInput, match="did you mean done"):
        parse_task_list(b"status=todo,doen")
