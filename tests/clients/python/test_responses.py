"""Responses that are not those of the API, and addresses below a path."""

import gzip
import json

import pytest

from taskapi_client import ErrorCode, Retries, Settings, Status, Task, Timeouts, errors
from taskapi_client.core.pages import next_query
from tests.clients.python.support.either import Either
from tests.clients.python.support.scripted import HEALTHY, PROBLEM, Answer, json_answer, problem, scripted

LIMIT = 100_000
BOUNDED = Settings(max_response_bytes=LIMIT, retries=Retries(attempts=2, first_delay=0.01))
HTML = {"Content-Type": "text/html"}
TASK: dict[str, object] = {
    "id": "0199f3a0-5c6e-7b3e-8d4f-2a1b3c4d5e6f",
    "user_id": "0199f3a0-1b2c-7d3e-8f40-516273849505",
    "title": "Buy soil",
    "description": None,
    "status": "todo",
    "priority": "high",
    "due_at": None,
    "due_on": None,
    "position": "80",
    "project_id": None,
    "parent_id": None,
    "labels": [],
    "completed_at": None,
    "created_at": "2026-03-01T12:00:00Z",
    "updated_at": "2026-03-01T12:00:00Z",
    "version": 1,
}


@pytest.mark.parametrize(
    "answer",
    [
        Answer(200, b"<html>Sign in to this network</html>", HTML),
        Answer(200, b"", HTML),
        Answer(302, b"", {"Location": "https://elsewhere.example/"}),
        Answer(204),
        Answer(304),
        json_answer({"status": "other"}),
        json_answer([]),
        Answer(200, b'{"status": "ok"}' + b" " * LIMIT),
        Answer(200, gzip.compress(b'{"status": "ok"}' + b" " * LIMIT * 100), {"Content-Encoding": "gzip"}),
        Answer(200, b"not compressed", {"Content-Encoding": "gzip"}),
        Answer(404, b"<html>Not here</html>", HTML),
        Answer(404, b"{}", {"Content-Type": PROBLEM}),
        Answer(502, b"<html>Bad gateway</html>", HTML),
    ],
    ids=lambda answer: f"{answer.status}-{len(answer.body)}",
)
async def test_what_is_no_response_of_the_api_is_an_error(either: Either, answer: Answer) -> None:
    with scripted(answer) as script:
        async with either.connected(script.url, "tapi_x", settings=BOUNDED) as connected:
            with pytest.raises(errors.UnexpectedResponse) as raised:
                await connected.call(lambda c: c.health.read())

    assert raised.value.request_id is not None
    assert raised.value.request_id.startswith(str(script.sent("X-Request-Id")[0]).rpartition("-")[0])
    assert len(script.requests) == (2 if answer.status == 502 else 1)


async def test_a_response_with_content_is_not_taken_for_one_without(either: Either) -> None:
    with scripted(Answer(200, b"<html></html>", HTML)) as script:
        async with either.connected(script.url, "tapi_x", settings=BOUNDED) as connected:
            with pytest.raises(errors.UnexpectedResponse):
                await connected.call(lambda c: c.sessions.log_out())


async def test_a_later_release_of_the_server_is_understood(either: Either) -> None:
    later = {**TASK, "status": "waiting", "colour": "green"}
    with scripted(json_answer(later), problem(409, "brand-new")) as script:
        async with either.connected(script.url, "tapi_x") as connected:
            task: Task = await connected.call(lambda c: c.tasks.create(title="x"))
            with pytest.raises(errors.Conflict) as raised:
                await connected.call(lambda c: c.tasks.edit(task, status=task.status))

    assert (task.status, task.status == Status("waiting"), task.title) == ("waiting", True, "Buy soil")
    assert raised.value.code == ErrorCode("brand-new")
    assert json.loads(script.requests[1].body) == {"status": "waiting"}


async def test_an_unknown_status_of_an_error_is_an_api_error(either: Either) -> None:
    with scripted(problem(418, "teapot")) as script:
        async with either.connected(script.url) as connected:
            with pytest.raises(errors.ApiError) as raised:
                await connected.call(lambda c: c.health.read())

    assert (type(raised.value), raised.value.status) == (errors.ApiError, 418)


@pytest.mark.parametrize("path", ["/todo", "/todo/", "/a%20b/todo"])
async def test_a_path_of_a_proxy_stays_before_every_path(either: Either, path: str) -> None:
    link = '<https://other.example/todo/api/v1/tasks?cursor=abc>; rel="next"'
    pages = json_answer([TASK], Link=link), json_answer([])
    with scripted(HEALTHY, *pages) as script:
        async with either.connected(f"{script.url}{path}", "tapi_x") as connected:
            await connected.call(lambda c: c.health.read())
            await connected.take(9, lambda c: c.tasks.every(q="a b&c"))

    prefix = path.rstrip("/")
    assert [request.target for request in script.requests] == [
        f"{prefix}/health",
        f"{prefix}/api/v1/tasks?q=a+b%26c",
        f"{prefix}/api/v1/tasks?cursor=abc",
    ]


@pytest.mark.parametrize(
    "url", ["", "localhost", "ftp://localhost", "http://", "http://ada:pw@localhost", "http://x/?a=1", "http://x/#a"]
)
def test_a_url_that_is_none_of_a_service_is_rejected(either: Either, url: str) -> None:
    with pytest.raises(ValueError, match="the URL must"):
        either.kind(url)


async def test_program_and_client_are_in_the_user_agent(either: Either) -> None:
    with scripted(HEALTHY) as script:
        async with either.connected(script.url, settings=Settings(user_agent="report/1.2")) as connected:
            await connected.call(lambda c: c.health.read())

    assert str(script.sent("User-Agent")[0]).startswith("report/1.2 taskapi-client/")


async def test_the_caller_may_choose_the_request_id(either: Either) -> None:
    with scripted(HEALTHY) as script:
        async with either.connected(script.url, settings=Settings(new_request_id=lambda: "trace-7")) as connected:
            await connected.call(lambda c: c.health.read())

    assert script.sent("X-Request-Id") == ["trace-7-1"]


async def test_a_silent_server_is_not_awaited_forever(either: Either) -> None:
    quick = Settings(timeouts=Timeouts(silence=0.05), retries=Retries(attempts=2, first_delay=0.01))
    with scripted(Answer(200, b"", {"Content-Length": "9"})) as script:
        async with either.connected(script.url, settings=quick) as connected:
            with pytest.raises(errors.NoResponse):
                await connected.call(lambda c: c.health.read())

    assert len(script.requests) == 2


async def test_a_slow_response_is_bounded_as_a_whole(either: Either) -> None:
    quick = Settings(timeouts=Timeouts(total=0.0), retries=Retries(attempts=1))
    with scripted(HEALTHY) as script:
        async with either.connected(script.url, settings=quick) as connected:
            with pytest.raises(errors.NoResponse, match="takes too long"):
                await connected.call(lambda c: c.health.read())


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("", None),
        ('</tasks?cursor=a>; rel="next"', "cursor=a"),
        ("</tasks?cursor=a>; rel=next", "cursor=a"),
        ('</tasks?a=1>; rel="prev", </tasks?a=2>; rel="next"', "a=2"),
        ('</tasks?a=1>; rel="prev"', None),
        ('</tasks?a=1>; title="a, rel=next"; rel="prev"', None),
        ('</tasks?a=1,2>; rel="last next"', "a=1,2"),
        ('</tasks?a=1>; rel="nextish"', None),
        ("nonsense", None),
    ],
)
def test_the_next_page_is_in_the_link(link: str, expected: str | None) -> None:
    assert next_query(link) == expected
