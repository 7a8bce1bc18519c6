"""The fast path to a handler and Litestar's own lead to the same answers."""

import re
from collections.abc import AsyncIterator
from typing import Any, cast
from uuid import UUID

import httpx
import pytest
from attrs import evolve, frozen
from litestar import HttpMethod
from litestar.handlers import HTTPRouteHandler
from litestar.middleware import ASGIMiddleware
from litestar.params import FromPath
from litestar.types import ASGIApp, Receive, Scope, Send
from structlog.testing import capture_logs

from domain.tasks.task import NewTask
from entrypoints.http.app import create_app
from entrypoints.http.dispatch.caller import Caller, SignedIn
from entrypoints.http.dispatch.dispatcher import Dispatcher
from entrypoints.http.dispatch.operations import Operation
from entrypoints.http.responses.response import NOTHING, Response
from tests.entrypoints.http.support.api import Api, a_container, reached, running
from tests.entrypoints.http.support.routes import CALLS, NOBODYS, Call
from tests.entrypoints.http.support.scene import OPERATIONS, Scene

LITESTARS = {"readDocument", "readReadiness"}
"""Whose handlers take something else than an id, a body, and whoever asks."""
DIFFERENT = (
    r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}|[0-9a-f]{16}-[0-9a-f]+|\d{4}-\d\d-\d\dT[\d:.]+Z|eyJ[\w.-]+|[\w-]{60,}|r=\d+"
)
"""Ids, times and tokens, which differ from answer to answer."""


@frozen
class Ways:
    """One application, reached in two ways."""

    ours: Api
    litestars: Api


@pytest.fixture
async def ways() -> AsyncIterator[Ways]:
    async with running() as api:
        app = evolve(api.app, inside=api.app.litestar)
        async with reached(app) as http:
            yield Ways(ours=api, litestars=evolve(api, app=app, http=http))


async def answers_of(api: Api, name: str, email: str) -> AsyncIterator[httpx.Response]:
    """A call made well, and with one thing wrong about it each."""
    call = await Scene.of(name, await api.person(email))
    yield await call(unsigned=True)
    yield await call(headers={"Authorization": "Bearer x"})
    yield await call(headers={"Accept": "image/png"})
    yield await call(params={"colour": "red"})
    yield await call(headers={"Content-Type": "text/plain"}, content=b"{}")
    yield await call(content=b"{")
    yield await call(json={"colour": "red"})
    yield await call(json=[])
    yield await call(headers={"If-Match": '"7"'})
    yield await call(headers={"If-None-Match": '"1"'})
    if "{" in OPERATIONS[name][0]:
        yield await call(id="x")
        yield await call(id=str(NOBODYS))
    yield await call(headers={"Idempotency-Key": "once"})
    yield await call(headers={"Idempotency-Key": "once"})
    yield await call()


def plain(answer: httpx.Response) -> tuple[object, ...]:
    """An answer without what differs by nature."""
    headers = sorted(f"{name}: {value}" for name, value in answer.headers.items() if name != "content-length")
    return answer.status_code, *(re.sub(f"{DIFFERENT}|ada|bob", "…", part) for part in (str(headers), answer.text))


@pytest.mark.parametrize("name", OPERATIONS)
async def test_a_call_is_answered_alike_on_both_ways(ways: Ways, name: str) -> None:
    ours = [plain(answer) async for answer in answers_of(ways.ours, name, "ada@example.com")]
    litestars = [plain(answer) async for answer in answers_of(ways.litestars, name, "bob@example.com")]

    assert litestars == ours


@pytest.mark.parametrize(
    "path", ["tasks", "tasks/batch", f"tasks/{NOBODYS}", "me", "nothing", "tasks/x/y", "/", "/docs"]
)
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "TRACE"])
async def test_whatever_is_asked_of_a_path_is_answered_alike(ways: Ways, method: str, path: str) -> None:
    assert plain(await ways.litestars(method, path)) == plain(await ways.ours(method, path))


@pytest.mark.parametrize("call", CALLS, ids=str)
async def test_the_log_names_the_same_route(ways: Ways, call: Call) -> None:
    with capture_logs() as events:
        for way in (ways.litestars, ways.ours):
            await way(call.method, call.filled())

    assert [event["route"] for event in events] == [call.path, call.path]


def directly_called(path: Dispatcher) -> set[str]:
    return {call.operation.id for methods in (*path.exact.values(), *path.below.values()) for call in methods.values()}


def test_every_call_takes_the_fast_path_whose_handler_allows_it(ways: Ways) -> None:
    assert (
        directly_called(cast("Dispatcher", ways.ours.app.inside)) == {call.operation.id for call in CALLS} - LITESTARS
    )


X = Operation(id="x", tag="", summary="")


async def takes_nothing() -> Response:
    return NOTHING


async def takes_a_person(caller: SignedIn) -> Response:
    assert isinstance(caller, Caller)
    return NOTHING


async def takes_a_uuid(task_id: FromPath[UUID]) -> Response:
    assert isinstance(task_id, UUID)
    return NOTHING


def does_not_wait() -> Response:
    return NOTHING


class Passing(ASGIMiddleware):
    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        await next_app(scope, receive, send)


async def hook(*_: Any) -> None:
    """Something that Litestar would do."""


MORE: dict[str, tuple[Any, dict[str, Any]]] = {
    "a guard": (takes_nothing, {"guards": [hook]}),
    "something before": (takes_nothing, {"before_request": hook}),
    "something after": (takes_nothing, {"after_request": hook}),
    "something after the answer": (takes_nothing, {"after_response": hook}),
    "middleware": (takes_nothing, {"middleware": [Passing()]}),
    "a cache": (takes_nothing, {"cache": True}),
    "an id that nobody takes": (takes_nothing, {"path": "/x/{task_id:str}"}),
    "a body that nobody takes": (takes_nothing, {"opt": {"operation": evolve(X, body=NewTask)}}),
    "an id to be converted": (takes_a_uuid, {"path": "/x/{task_id:uuid}"}),
    "a handler that does not wait": (does_not_wait, {"sync_to_thread": False}),
}


@pytest.mark.parametrize("name", MORE)
def test_a_handler_for_which_litestar_does_more_is_left_to_it(name: str) -> None:
    container, (function, more) = a_container(), MORE[name]
    facts: dict[str, Any] = {"path": "/x", "http_method": HttpMethod.GET, "opt": {"operation": X}} | more
    plainly = HTTPRouteHandler("/y", http_method=HttpMethod.GET, opt={"operation": evolve(X, id="y")})

    app = create_app(
        container.use_cases(),
        store=container.store(),
        seal=container.seal(),
        settings=container.settings().http,
        routes=[HTTPRouteHandler(**facts)(function), plainly(takes_a_person)],
    )

    assert {"x", "y"} & directly_called(cast("Dispatcher", app.inside)) == {"y"}
