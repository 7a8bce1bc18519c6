"""Hostile bodies are client errors, never server errors."""

import json
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.entrypoints.http.support.api import Person, running
from tests.entrypoints.http.support.routes import CALLS, Call

WITH_BODIES = [call for call in CALLS if call.operation.body is not None]
JSON = {"Content-Type": "application/json"}
DEEP = 100_000

HOSTILE: dict[str, bytes] = {
    "nothing": b"",
    "blank": b" ",
    "invalid UTF-8": b'{"title":"\xff"}',
    "an encoded surrogate": b'{"title":"\xed\xa0\x80"}',
    "an escaped surrogate": rb'{"title":"\ud800"}',
    "NUL": rb'{"title":"a\u0000b"}',
    "bare NUL": b"\0",
    "deep arrays": b"[" * DEEP + b"]" * DEEP,
    "deep arrays in a field": b'{"title":' + b"[" * DEEP + b"]" * DEEP + b"}",
    "deep objects": b'{"a":' * 20_000 + b"1" + b"}" * 20_000,
    "never closed": b'{"title":"a"',
    "NaN": b'{"title":NaN}',
    "infinity": b'{"title":-Infinity}',
    "a large exponent": b'{"title":1e400}',
    "400 digits": b'{"title":' + b"9" * 400 + b"}",
    "5000 digits": b'{"title":' + b"9" * 5_000 + b"}",
    "duplicate keys": b'{"title":"a","title":"b"}',
    "an array": b'[{"title":"a"}]',
    "an empty array": b"[]",
    "null": b"null",
    "a string": b'"title"',
    "a number": b"1",
    "true": b"true",
    "trailing text": b'{"title":"a"} x',
    "two documents": b'{"title":"a"}{"title":"b"}',
    "two byte order marks": b'\xef\xbb\xbf\xef\xbb\xbf{"title":"a"}',
    "UTF-16": '{"title":"a"}'.encode("utf-16"),
    "single quotes": b"{'title':'a'}",
    "a comment": b'{"title":"a"/**/}',
    "unknown field": b'{"title":"a","__proto__":{}}',
    "private field": b'{"_title":"a"}',
    "other types": b'{"title":1,"description":[],"priority":{},"due_at":true}',
    "a naive time": b'{"title":"a","due_at":"2026-01-01T00:00:00"}',
    "a time before time": b'{"title":"a","due_at":"0001-01-01T00:00:00+14:00"}',
    "a time after time": b'{"title":"a","due_at":"9999-12-31T23:59:59-14:00"}',
    "a megabyte of title": b'{"title":"' + b"x" * 250_000 + b'"}',
    "a form": b"title=a",
    "XML": b"<title>a</title>",
}
"""None of them is the body of any call."""

MEDIA_TYPES = (
    None,
    "",
    "text/plain",
    "application/xml",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "application/msgpack",
    "application/jsonp",
    "application/json; charset=utf-16",
    'application/json; charset="',
    "application/problem+json",
    "json",
)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def somebody() -> AsyncIterator[Person]:
    async with running() as api:
        yield await api.person()


@pytest.mark.parametrize("call", WITH_BODIES, ids=str)
@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE)
async def test_a_hostile_body_is_refused(somebody: Person, call: Call, body: bytes) -> None:
    answer = await somebody(call.method, call.filled(), headers=JSON, content=body)

    assert answer.status_code == 400, answer.text
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("call", WITH_BODIES, ids=str)
@pytest.mark.parametrize("media_type", MEDIA_TYPES)
async def test_only_what_says_it_is_json_is_read(somebody: Person, call: Call, media_type: str | None) -> None:
    headers = {} if media_type is None else {"Content-Type": media_type}

    answer = await somebody(call.method, call.filled(), headers=headers, content=b"{}")

    assert (answer.status_code, answer.json()["code"]) == (415, "unsupported-media-type")


@pytest.mark.parametrize("call", WITH_BODIES, ids=str)
@pytest.mark.parametrize("coding", ["gzip", "br", "deflate", "identity, gzip", "x"])
async def test_a_compressed_body_is_not_unpacked(somebody: Person, call: Call, coding: str) -> None:
    answer = await somebody(call.method, call.filled(), headers={**JSON, "Content-Encoding": coding}, content=b"{}")

    assert answer.status_code == 415


@pytest.mark.parametrize(
    "media_type",
    ["application/json", "Application/JSON", "application/json; charset=utf-8", 'application/json;charset="UTF-8"'],
)
async def test_json_may_be_announced_in_other_words(somebody: Person, media_type: str) -> None:
    answer = await somebody("POST", "tasks", headers={"Content-Type": media_type}, content=b'{"title":"a"}')

    assert answer.status_code == 201


async def test_every_violation_of_a_body_is_reported(somebody: Person) -> None:
    body = {
        "title": "x" * 201,
        "description": "\0",
        "priority": "hihg",
        "due_at": "tomorrow",
        "status": "done",
        "titel": "x",
    }

    answer = await somebody("POST", "tasks", json=body)

    assert {violation["pointer"] for violation in answer.json()["errors"]} == {
        "/title",
        "/description",
        "/priority",
        "/due_at",
        "/status",
        "/titel",
    }
    assert "high" in json.dumps(answer.json()["errors"])


async def test_nothing_was_done_by_all_that(somebody: Person) -> None:
    titles = await somebody.titles()

    assert set(titles) <= {"a"}
