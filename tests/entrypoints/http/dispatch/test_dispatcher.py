"""The dispatcher serves every declared route, and a route that it cannot serve stops the start."""

import re
from typing import Any
from uuid import UUID

import pytest
from litestar import HttpMethod
from litestar.handlers import HTTPRouteHandler
from litestar.middleware import ASGIMiddleware
from litestar.params import FromPath, FromQuery
from litestar.types import ASGIApp, Receive, Scope, Send
from structlog.testing import capture_logs

from domain.tasks.task import NewTask
from entrypoints.http.dispatch.caller import Authenticated, Caller
from entrypoints.http.dispatch.endpoint import UnservableRoute
from entrypoints.http.dispatch.operations import Operation
from entrypoints.http.middleware.outer import OuterMiddleware
from entrypoints.http.responses.response import NOTHING, Response, ok
from entrypoints.server.application import application
from entrypoints.server.instruments import Instruments
from tests.entrypoints.http.support.api import Person, a_container, reached
from tests.entrypoints.http.support.routes import CALLS, Call


def an_app(*routes: HTTPRouteHandler) -> OuterMiddleware:
    container = a_container()
    return application(container, Instruments(routes=routes))


@pytest.mark.parametrize("call", CALLS, ids=str)
async def test_the_log_names_the_route_template(ada: Person, call: Call) -> None:
    with capture_logs() as events:
        await ada(call.method, call.filled())

    assert [event["route"] for event in events] == [call.path]


def test_every_declared_operation_has_an_endpoint() -> None:
    endpoints = {(method, endpoint.operation.id) for method, endpoint in an_app().dispatcher.endpoints()}

    assert endpoints == {(call.method, call.operation.id) for call in CALLS}


def test_endpoints_are_listed_by_path_and_method() -> None:
    listed = [(endpoint.template, method) for method, endpoint in an_app().dispatcher.endpoints()]

    assert listed == sorted(listed)
    assert listed == [(call.path, call.method) for call in CALLS]


OPERATION = Operation(id="x", tag="", summary="", public=True)
WITH_BODY = Operation(id="x", tag="", summary="", public=True, body=NewTask)


async def show_parameters(first: FromPath[str], second: FromPath[str]) -> Response:
    return ok([first, second])


async def test_path_parameters_may_stand_anywhere() -> None:
    def route(path: str) -> HTTPRouteHandler:
        return HTTPRouteHandler(path, http_method=HttpMethod.GET, opt={"operation": OPERATION})(show_parameters)

    app = an_app(route("/x/{first:str}/y/{second:str}"), route("/{first:str}/{second:str}/z"))

    async with reached(app) as http:
        assert (await http.get("/x/1/y/2")).json() == ["1", "2"]
        assert (await http.get("/a/b/z")).json() == ["a", "b"]
        for path in ("/x/1/y", "/x//y/2", "/x/1/Y/2", "/x/1/y/2/3", "/a/b/c"):
            assert (await http.get(path)).status_code == 404, path


async def takes_nothing() -> Response:
    return NOTHING


async def takes_caller(caller: Authenticated) -> Response:
    assert isinstance(caller, Caller)
    return NOTHING


async def takes_uuid(task_id: FromPath[UUID]) -> Response:
    assert isinstance(task_id, UUID)
    return NOTHING


async def takes_query(colour: FromQuery[str]) -> Response:
    assert colour
    return NOTHING


def is_not_a_coroutine() -> Response:
    return NOTHING


class PassThrough(ASGIMiddleware):
    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        await next_app(scope, receive, send)


async def hook(*_: Any) -> None:
    """Something that Litestar would call."""


UNSERVABLE: dict[str, tuple[Any, dict[str, Any]]] = {
    "its guards would be ignored": (takes_nothing, {"guards": [hook]}),
    "its before_request would be ignored": (takes_nothing, {"before_request": hook}),
    "its after_request would be ignored": (takes_nothing, {"after_request": hook}),
    "its after_response would be ignored": (takes_nothing, {"after_response": hook}),
    "its middleware would be ignored": (takes_nothing, {"middleware": [PassThrough()]}),
    "its cache would be ignored": (takes_nothing, {"cache": True}),
    "it must take 'task_id'": (takes_nothing, {"path": "/x/{task_id:str}"}),
    "it must take 'data'": (takes_nothing, {"opt": {"operation": WITH_BODY}}),
    "its path parameter 'task_id' must be a str": (takes_uuid, {"path": "/x/{task_id:uuid}"}),
    "nothing provides its parameter 'colour'": (takes_query, {}),
    "it is not a coroutine function": (is_not_a_coroutine, {"sync_to_thread": False}),
    "it declares no Operation": (takes_nothing, {"opt": {}}),
}


@pytest.mark.parametrize("reason", UNSERVABLE)
def test_a_route_that_cannot_be_served_stops_the_start(reason: str) -> None:
    function, options = UNSERVABLE[reason]
    declaration: dict[str, Any] = {"path": "/x", "http_method": HttpMethod.GET, "opt": {"operation": OPERATION}}
    handler = HTTPRouteHandler(**(declaration | options))(function)

    with pytest.raises(UnservableRoute, match=f"GET /x.*{function.__name__}.*{re.escape(reason)}"):
        an_app(handler)


def test_a_handler_may_take_the_caller() -> None:
    handler = HTTPRouteHandler("/x", http_method=HttpMethod.GET, opt={"operation": OPERATION})(takes_caller)

    assert "x" in {endpoint.operation.id for _, endpoint in an_app(handler).dispatcher.endpoints()}
