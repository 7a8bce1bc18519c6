"""Limits on bodies, time and concurrency, and the responses to requests beyond them."""

import asyncio
from collections.abc import Callable, Coroutine
from time import perf_counter
from typing import Any, TypeAlias

import pytest
from attrs import define, evolve
from litestar.types import ASGIApp, Receive, Scope, Send
from structlog.testing import capture_logs

from domain.errors import TooMuchContention
from entrypoints.http.dispatch.dispatcher import Dispatcher
from entrypoints.http.dispatch.endpoint import Endpoint
from entrypoints.http.middleware.outer import OuterMiddleware
from entrypoints.http.requests.exchange import Exchange
from entrypoints.http.responses.response import Response
from entrypoints.settings.groups import Http
from tests.entrypoints.http.support.api import BASE, Api, Person, running
from tests.entrypoints.http.support.raw import GONE, HOST, body, exchange

LOGIN = f"{BASE}/auth/login"
JSON = (b"content-type", b"application/json")
CHUNKED = (b"transfer-encoding", b"chunked")


def length(number: int) -> tuple[bytes, bytes]:
    return (b"content-length", b"%d" % number)


@define
class FixedDispatcher(Dispatcher):
    """Passes every request to one ASGI application."""

    application: ASGIApp

    async def respond(self, endpoint: Endpoint, exchange: Exchange) -> ASGIApp:
        del endpoint, exchange
        return self.application


def answering(app: OuterMiddleware, application: ASGIApp) -> OuterMiddleware:
    """Return the same middleware around another ASGI application."""
    dispatcher = FixedDispatcher(app.dispatcher.admission, application)
    dispatcher._exact, dispatcher._patterns = app.dispatcher._exact, app.dispatcher._patterns
    return evolve(app, dispatcher=dispatcher)


async def test_a_body_announced_as_too_large_is_refused_unread(api: Api) -> None:
    answer = await exchange(api.app, "POST", LOGIN, (HOST, JSON, length(256 * 1024 + 1)))

    assert (answer.status, answer.json["code"]) == (413, "body-too-large")


async def test_a_body_that_is_as_long_as_announced_is_not_waited_for(api: Api) -> None:
    pieces = [body(b'{"email":', more=True), body(b' "x"}', more=True)]

    answer = await exchange(api.app, "POST", LOGIN, (HOST, JSON, length(14)), pieces)

    assert (answer.status, answer.json["code"]) == (400, "invalid-input")


async def test_zeros_in_front_of_a_length_announce_nothing_shorter(api: Api) -> None:
    announced = (b"content-length", b"0" * 18 + b"140")

    answer = await exchange(
        api.app, "POST", LOGIN, (HOST, JSON, announced), [body(b"{}" + b" " * 12, more=True), body(b"!")]
    )

    assert (answer.status, answer.json["errors"][0]["code"]) == (400, "malformed-json")


async def test_a_body_that_turns_out_too_large_is_refused_as_soon_as_it_does(api: Api) -> None:
    pieces = [body(b"x" * 200_000, more=True), body(b"x" * 70_000, more=True)]

    answer = await exchange(api.app, "POST", LOGIN, (HOST, JSON, CHUNKED), pieces)

    assert (answer.status, answer.json["code"]) == (413, "body-too-large")


async def test_the_largest_body_is_read(api: Api) -> None:
    text = b'{"email": "a@example.com", "password": "x"' + b" " * (256 * 1024 - 43) + b"}"

    answer = await exchange(api.app, "POST", LOGIN, (HOST, JSON, length(len(text))), [body(text)])

    assert len(text) == 256 * 1024
    assert (answer.status, answer.json["code"]) == (401, "wrong-credentials")


@pytest.mark.parametrize("announced", [b"x", b"-1", b"+1", b"1.0", b""])
async def test_a_length_that_is_no_number_is_refused(api: Api, announced: bytes) -> None:
    answer = await exchange(api.app, "POST", LOGIN, (HOST, JSON, (b"content-length", announced)), [body(b"{}")])

    assert answer.status == 400


@pytest.mark.parametrize("headers", [(CHUNKED, length(2)), ((b"transfer-encoding", b"gzip, chunked"),)])
async def test_there_is_one_way_to_see_where_a_body_ends(api: Api, headers: tuple[tuple[bytes, bytes], ...]) -> None:
    answer = await exchange(api.app, "POST", LOGIN, (HOST, JSON, *headers), [body(b"{}")])

    assert (answer.status, answer.json["code"]) == (400, "bad-request")


@pytest.mark.parametrize("pieces", [[GONE], [body(b'{"email":', more=True), GONE]])
async def test_a_client_that_leaves_is_no_error_of_ours(api: Api, pieces: list[dict[str, Any]]) -> None:
    with capture_logs() as events:
        answer = await exchange(api.app, "POST", LOGIN, (HOST, JSON, length(40)), pieces)

    assert answer.status == 400
    assert [(event["event"], event["status"], event["log_level"]) for event in events] == [("request", 499, "info")]


async def test_a_body_that_does_not_arrive_is_not_waited_for() -> None:
    async with running(http=Http(body_timeout=0.05)) as api:
        answer = await exchange(api.app, "POST", LOGIN, (HOST, JSON, length(40)), [body(b"{", more=True)])

    assert (answer.status, answer.json["code"]) == (408, "body-too-slow")


async def test_an_answer_that_is_not_ready_in_time_is_given_up() -> None:
    left_by: list[type[BaseException]] = []

    async def slow(_scope: Scope, _receive: Receive, _send: Send) -> None:
        try:
            await asyncio.Event().wait()
        except BaseException as error:
            left_by.append(type(error))
            raise

    async with running(http=Http(request_timeout=0.05)) as api:
        started = perf_counter()
        answer = await exchange(answering(api.app, slow), "GET", "/health")
        took = perf_counter() - started

    assert (answer.status, answer.json["code"], answer.headers[b"retry-after"]) == (503, "deadline-exceeded", b"1")
    assert took < 5
    assert left_by == [asyncio.CancelledError]
    assert api.app.in_flight.working == 0


async def test_somebody_else_who_cancels_is_obeyed(api: Api) -> None:
    inside = asyncio.Event()

    async def slow(_scope: Scope, _receive: Receive, _send: Send) -> None:
        inside.set()
        await asyncio.Event().wait()

    with capture_logs() as events:
        task = asyncio.create_task(exchange(answering(api.app, slow), "GET", "/health"))
        await inside.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    assert [event["status"] for event in events] == [499]


async def test_only_so_many_are_inside_and_health_is_always_welcome() -> None:
    async with running(http=Http(max_in_flight=2)) as api:
        leave = asyncio.Event()

        async def busy(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["path"] == "/health":
                await Response(200)(scope, receive, send)
            await leave.wait()
            await Response(200)(scope, receive, send)

        app = answering(api.app, busy)
        first = [asyncio.create_task(exchange(app, "GET", f"{BASE}/tasks")) for _ in range(2)]
        await settled(lambda: app.in_flight.working == 2)
        refused = await exchange(app, "GET", f"{BASE}/tasks")
        leave.set()
        healthy = await exchange(app, "GET", "/health")
        admitted = await asyncio.gather(*first)
        again = await exchange(app, "GET", f"{BASE}/tasks")

    assert (refused.status, refused.json["code"], refused.headers[b"retry-after"]) == (503, "too-busy", b"1")
    assert [answer.status for answer in (healthy, *admitted, again)] == [200, 200, 200, 200]


async def settled(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not condition():  # noqa: ASYNC110 - the condition has no event of its own
            await asyncio.sleep(0)


async def test_what_is_not_to_be_had_now_says_when_to_ask_again(api: Api) -> None:
    async def contended(_scope: Scope, _receive: Receive, _send: Send) -> None:
        raise TooMuchContention(retry_after=2.1)

    answer = await exchange(answering(api.app, contended), "GET", "/health")

    assert (answer.status, answer.json["code"], answer.headers[b"retry-after"]) == (503, "contended", b"3")


async def test_half_an_answer_never_looks_like_a_whole_one(api: Api) -> None:
    async def breaking(_scope: Scope, _receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"[1,", "more_body": True})
        raise TooMuchContention

    with capture_logs() as events, pytest.raises(TooMuchContention):
        await exchange(answering(api.app, breaking), "GET", "/health")

    assert [(event["status"], event["problem"]) for event in events] == [(200, "contended")]


async def test_readiness_ends_when_the_process_winds_down_and_requests_go_on(api: Api, ada: Person) -> None:
    api.app.readiness.drain()

    assert (await api("GET", "/health/ready")).status_code == 503
    assert (await api("GET", "/health")).status_code == 200
    answer = await ada("GET", "me")
    assert (answer.status_code, answer.headers["connection"]) == (200, "close")


Ready: TypeAlias = Callable[[], Coroutine[Any, Any, bool]]


async def absent() -> bool:
    return False


async def hanging() -> bool:
    await asyncio.Event().wait()
    return True


@pytest.mark.parametrize("store_ready", [absent, hanging])
async def test_readiness_says_no_more_than_that(api: Api, store_ready: Ready) -> None:
    api.app.readiness.store_ready = store_ready

    answer = await api("GET", "/health/ready")

    assert (answer.status_code, answer.json()["detail"], answer.headers["retry-after"]) == (503, "not ready", "1")
    assert (await api("GET", "/health")).status_code == 200
