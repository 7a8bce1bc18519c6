"""The short way to a handler and Litestar's lead to the same answers."""

import re
from collections.abc import AsyncIterator
from typing import cast

import httpx
import pytest
from attrs import evolve, frozen
from structlog.testing import capture_logs

from entrypoints.http.short_way import ShortWay
from tests.http.api import Api, reached, running
from tests.http.routes import CALLS, NOBODYS, Call
from tests.http.scene import OPERATIONS, Scene

LONG = {"readDocument", "readReadiness"}
"""Whose handlers take something else than ids, a body, and whoever asks."""
DIFFERENT = (
    r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}|[0-9a-f]{16}-[0-9a-f]+|\d{4}-\d\d-\d\dT[\d:.]+Z|eyJ[\w.-]+|[\w-]{60,}|r=\d+"
)
"""Ids, times and tokens, which differ from answer to answer."""


@frozen
class Ways:
    """One application, reached in two ways."""

    short: Api
    long: Api


@pytest.fixture
async def ways() -> AsyncIterator[Ways]:
    async with running() as api:
        app = evolve(api.app, inside=api.app.litestar)
        async with reached(app) as http:
            yield Ways(short=api, long=evolve(api, app=app, http=http))


async def answers_of(api: Api, name: str) -> AsyncIterator[httpx.Response]:
    """A call made well, and with one thing wrong about it each."""
    email = f"person-{name.lower()}@example.com"
    call = await Scene.of(
        name, await api.person(("short" if isinstance(api.app.inside, ShortWay) else "longs") + email)
    )
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
    return answer.status_code, *(re.sub(f"{DIFFERENT}|short|longs", "…", part) for part in (str(headers), answer.text))


@pytest.mark.parametrize("name", OPERATIONS)
async def test_a_call_is_answered_alike_on_both_ways(ways: Ways, name: str) -> None:
    short = [plain(answer) async for answer in answers_of(ways.short, name)]
    long = [plain(answer) async for answer in answers_of(ways.long, name)]

    assert long == short


@pytest.mark.parametrize(
    "path", ["tasks", "tasks/batch", f"tasks/{NOBODYS}", "me", "nothing", "tasks/x/y", "/", "/docs"]
)
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "TRACE"])
async def test_whatever_is_asked_of_a_path_is_answered_alike(ways: Ways, method: str, path: str) -> None:
    assert plain(await ways.long(method, path)) == plain(await ways.short(method, path))


def test_every_call_goes_the_short_way_whose_handler_allows_it(ways: Ways) -> None:
    way = cast("ShortWay", ways.short.app.inside)
    short = {call.operation.id for methods in (*way.exact.values(), *way.below.values()) for call in methods.values()}

    assert {call.operation.id for call in CALLS} - LONG == short


@pytest.mark.parametrize("call", CALLS, ids=str)
async def test_the_log_names_the_same_route(ways: Ways, call: Call) -> None:
    with capture_logs() as events:
        for way in (ways.long, ways.short):
            await way(call.method, call.filled())

    assert [event["route"] for event in events] == [call.path, call.path]
