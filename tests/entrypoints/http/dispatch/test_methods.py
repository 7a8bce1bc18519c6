"""Every method on every path."""

import pytest

from tests.entrypoints.http.support.api import Api, Person
from tests.entrypoints.http.support.raw import exchange
from tests.entrypoints.http.support.routes import CALLS

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "BREW")
PATHS = sorted({call.path for call in CALLS})


def methods_of(path: str) -> set[str]:
    """The methods declared for a path."""
    methods = {call.method for call in CALLS if call.path == path}
    return methods | {"OPTIONS"} | ({"HEAD"} if "GET" in methods else set())


def filled(path: str) -> str:
    return next(call for call in CALLS if call.path == path).filled()


@pytest.mark.parametrize("path", PATHS)
async def test_a_method_that_is_not_known_is_refused_with_those_that_are(ada: Person, path: str) -> None:
    for method in set(METHODS) - methods_of(path):
        answer = await ada(method, filled(path))

        assert answer.status_code == 405, method
        assert set(answer.headers["allow"].split(", ")) == methods_of(path)
        assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("path", PATHS)
async def test_options_lists_the_methods_without_a_token(api: Api, path: str) -> None:
    answer = await api("OPTIONS", filled(path))

    assert (answer.status_code, answer.content) == (204, b"")
    assert set(answer.headers["allow"].split(", ")) == methods_of(path)


async def test_options_of_nothing_is_nothing(api: Api) -> None:
    assert (await api("OPTIONS", "/nowhere")).status_code == 404
    assert (await api("OPTIONS", "*")).status_code == 404


async def test_no_body_is_sent_to_head(api: Api) -> None:
    for path in ("/health", "/nowhere", "/openapi.json"):
        got, head = await exchange(api.app, "GET", path), await exchange(api.app, "HEAD", path)

        assert (head.status, head.body) == (got.status, b"")
        assert head.headers[b"content-length"] == b"%d" % len(got.body)


@pytest.mark.parametrize("path", [path for path in PATHS if "GET" in methods_of(path)])
async def test_head_is_get_without_the_body(ada: Person, path: str) -> None:
    task = await ada.task(description="x" * 2_000)
    await ada("POST", "projects", json={"id": task["id"], "name": "Garden"})  # so that one id fits every path
    where = next(call for call in CALLS if call.path == path).filled(task["id"])

    for encoding in ("identity", "gzip"):
        asked = {"X-Request-Id": "same", "Accept-Encoding": encoding}
        got = await ada("GET", where, headers=asked)
        head = await ada("HEAD", where, headers=asked)

        assert head.content == b""
        assert head.status_code == got.status_code == 200
        # They are two requests, so one less is welcome after the second.
        assert {**head.headers, "ratelimit": ""} == {**got.headers, "ratelimit": ""}


@pytest.mark.parametrize("path", ["/api/v1/tasks/", "/api/v1/auth/sessions/"])
async def test_an_empty_id_is_no_path_for_options(api: Api, path: str) -> None:
    answer = await api("OPTIONS", path)

    assert (answer.status_code, answer.json()["code"]) == (404, "no-such-path")
