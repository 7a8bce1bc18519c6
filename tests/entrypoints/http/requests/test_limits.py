"""What a client can make large is bounded before anything is done with it."""

import gc
import json

import pytest

from entrypoints.http.requests.body import MAX_PARTS
from entrypoints.http.requests.limits import MAX_HEADER, MAX_HEADERS, MAX_TARGET
from entrypoints.http.requests.parsing import decoding
from entrypoints.http.requests.parsing.query_parameters import MAX_PARAMETERS
from tests.entrypoints.http.support.api import BASE, Api
from tests.entrypoints.http.support.raw import HOST, body, exchange

JSON = (b"content-type", b"application/json")
CHUNKED = (b"transfer-encoding", b"chunked")
LOG_IN = f"{BASE}/auth/login"


async def test_a_long_target_is_rejected_before_it_is_parsed(api: Api) -> None:
    names = b"&".join(b"a%d" % number for number in range(2_000))

    long = await api("GET", f"/health?{names.decode()}")
    longest = await api("GET", "/health?" + "a" * (MAX_TARGET - len("/health")))

    assert (long.status_code, long.json()["code"], long.headers["server"]) == (414, "uri-too-long", "taskapi")
    assert (longest.status_code, longest.json()["code"]) == (400, "invalid-input")


async def test_many_parameters_are_one_violation(api: Api) -> None:
    answer = await api("GET", "/health?" + "&".join(["a"] * (MAX_PARAMETERS + 1)))

    assert [each["code"] for each in answer.json()["errors"]] == ["too-many-parameters"]


@pytest.mark.parametrize(
    "headers",
    [
        [(b"accept", b"x" * MAX_HEADER)],
        [(b"x-%d" % number, b"y" * 1_000) for number in range(MAX_HEADERS // 1_000 + 1)],
    ],
    ids=["one header", "all headers"],
)
async def test_large_headers_are_rejected(api: Api, headers: list[tuple[bytes, bytes]]) -> None:
    answer = await exchange(api.app, "GET", "/health", (HOST, *headers))

    assert (answer.status, answer.json["code"]) == (431, "headers-too-large")


async def test_a_body_in_very_many_parts_is_rejected(api: Api) -> None:
    parts = [body(b" ", more=True) for _ in range(MAX_PARTS + 2)]

    answer = await exchange(api.app, "POST", LOG_IN, (HOST, JSON, CHUNKED), parts)

    assert (answer.status, answer.json["code"]) == (400, "bad-request")


@pytest.mark.parametrize(("method", "path", "status"), [("POST", "/nowhere", 404), ("POST", "/health", 405)])
async def test_no_body_is_read_for_a_path_that_takes_none(api: Api, method: str, path: str, status: int) -> None:
    answer = await exchange(api.app, method, path, (HOST, JSON, CHUNKED), [])  # reading it would fail: there is none

    assert answer.status == status


async def test_little_is_read_for_an_operation_without_a_body(api: Api) -> None:
    answer = await exchange(api.app, "POST", f"{BASE}/auth/logout", (HOST, JSON, (b"content-length", b"200000")))

    assert (answer.status, answer.json["code"]) == (413, "body-too-large")


@pytest.mark.parametrize(
    "sent",
    [
        b'{"email": 1, "password": 2}',
        b"{" + b",".join(b'"k%d": "v"' % number for number in range(1_500)) + b"}",
        b"[" * 40,
        b'{"email": "a@example.com", "password": [[[[]]]]}',
    ],
    ids=["wrong types", "many unknown keys", "too deep", "a wrong type inside"],
)
async def test_a_rejected_body_leaves_no_reference_cycles(api: Api, sent: bytes) -> None:
    headers = (HOST, JSON, (b"content-length", b"%d" % len(sent)))
    await exchange(api.app, "POST", LOG_IN, headers, [body(sent)])  # whatever is cached is cached now
    gc.collect()
    gc.disable()
    try:
        for _ in range(10):
            assert (await exchange(api.app, "POST", LOG_IN, headers, [body(sent)])).status == 400
        unreachable = gc.collect()
    finally:
        gc.enable()

    assert unreachable < 10, "objects that only the garbage collector could free"


@pytest.mark.parametrize(
    "sent", [b"," * 2_001, b"[" * 2_001, b'{"a":' * 2_001, b'{"email": ["a"' + b',"a"' * 2_000 + b"]}"]
)
async def test_without_a_token_a_body_of_many_values_is_not_parsed(
    api: Api, sent: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(decoding, "structured", pytest.fail)
    headers = (HOST, JSON, (b"content-length", b"%d" % len(sent)))
    answer = await exchange(api.app, "POST", LOG_IN, headers, [body(sent)])

    assert (answer.status, answer.json["errors"][0]["code"]) == (400, "too-many-values")


async def test_the_longest_credentials_are_not_too_many_values(api: Api) -> None:
    sent = json.dumps({"email": "ada@example.com", "password": ",[" * 500}).encode()
    headers = (HOST, JSON, (b"content-length", b"%d" % len(sent)))
    answer = await exchange(api.app, "POST", LOG_IN, headers, [body(sent)])

    assert (answer.status, answer.json["code"]) == (401, "wrong-credentials")
