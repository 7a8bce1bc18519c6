"""Which answers a client can read: media types, compression, and pages from other origins."""

import gzip
import json

import pytest

from entrypoints.http.requests.negotiation import accepts, takes_gzip
from entrypoints.settings.groups import Http
from tests.entrypoints.http.support.api import BASE, Api, Person, running
from tests.entrypoints.http.support.raw import HOST, exchange

PAGE = "https://app.example"
OTHERS = (
    "https://app.example.com.evil.example",
    "https://app.example.com",
    "https://evilapp.example",
    "https://appXexample",
    "http://app.example",
    "https://app.example:444",
    "https://app.example/",
    "HTTPS://APP.EXAMPLE",
    "https://sub.app.example",
    "null",
    "*",
)


@pytest.mark.parametrize(
    ("accept", "acceptable"),
    [
        ("*/*", True),
        ("application/json", True),
        ("application/*", True),
        ("Application/JSON; charset=utf-8", True),
        ("text/html, application/xhtml+xml, */*;q=0.8", True),
        ("application/json;q=0.001", True),
        ("application/json;q=0, */*", False),
        ("application/*;q=0, */*", False),
        ("application/json, */*;q=0", True),
        ("application/xml", False),
        ("text/*", False),
        ("application/problem+json", False),
        ("*/*;q=0", False),
        ("application/json;q=x", False),
        ("", False),
        ("json", False),
    ],
)
def test_the_most_specific_range_decides(accept: str, acceptable: bool) -> None:  # noqa: FBT001 - a row of the table
    assert accepts(accept.encode(), "application/json") is acceptable


async def test_a_client_that_does_not_accept_json_is_rejected_before_anything_is_done(ada: Person) -> None:
    answer = await ada("POST", "tasks", json={"title": "x"}, headers={"Accept": "application/xml"})

    assert (answer.status_code, answer.json()["code"]) == (406, "not-acceptable")
    assert await ada.titles() == []


@pytest.mark.parametrize(
    ("accept_encoding", "expected"),
    [
        ("gzip", True),
        ("GZIP", True),
        ("br, gzip;q=0.5", True),
        ("*", True),
        ("gzip;q=0", False),
        ("gzip;q=0.0, *", False),
        ("gzip; q=0", False),
        ("*;q=0", False),
        ("br", False),
        ("notgzip", False),
        ("identity", False),
        ("", False),
    ],
)
def test_gzip_has_to_be_asked_for(accept_encoding: str, expected: bool) -> None:  # noqa: FBT001 - a row of the table
    assert takes_gzip(accept_encoding.encode()) is expected


async def test_a_large_response_is_compressed_on_request(ada: Person) -> None:
    made = await ada.task(description="x" * 2_000)
    token = (b"authorization", ada.authorization["Authorization"].encode())
    plain, zipped = [
        await exchange(ada.api.app, "GET", f"{BASE}/tasks", (HOST, token, (b"accept-encoding", coding)))
        for coding in (b"identity", b"gzip")
    ]

    assert b"content-encoding" not in plain.headers
    assert zipped.headers[b"content-encoding"] == b"gzip"
    assert plain.headers[b"vary"] == zipped.headers[b"vary"] == b"Accept-Encoding"
    assert int(zipped.headers[b"content-length"]) == len(zipped.body) < len(plain.body)
    assert gzip.decompress(zipped.body) == plain.body
    assert json.loads(plain.body) == [made]


async def test_what_a_strong_entity_tag_names_is_sent_byte_by_byte(ada: Person) -> None:
    made = await ada.task(description="x" * 2_000)

    answer = await ada("GET", f"tasks/{made['id']}", headers={"Accept-Encoding": "gzip"})

    assert "content-encoding" not in answer.headers
    assert "vary" not in answer.headers


async def test_a_small_answer_is_not(ada: Person) -> None:
    answer = await ada("GET", "me", headers={"Accept-Encoding": "gzip"})

    assert "content-encoding" not in answer.headers
    assert "vary" not in answer.headers


async def test_an_export_is_compressed_while_it_is_made(ada: Person) -> None:
    for _ in range(3):
        await ada.task(description="x" * 2_000)

    plain = await ada("GET", "me/export")
    zipped = await ada("GET", "me/export", headers={"Accept-Encoding": "gzip"})

    assert zipped.headers["content-encoding"] == "gzip"
    assert plain.headers["vary"] == zipped.headers["vary"] == "Accept-Encoding"
    assert plain.content == zipped.content


async def test_by_default_every_page_may_read_and_none_with_credentials(api: Api) -> None:
    answer = await api("GET", "/health", headers={"Origin": PAGE})

    assert answer.headers["access-control-allow-origin"] == "*"
    assert "ETag" in answer.headers["access-control-expose-headers"]
    assert "access-control-allow-credentials" not in answer.headers
    assert "access-control-allow-origin" not in (await api("GET", "/health")).headers


async def test_errors_can_be_read_by_pages_as_well(api: Api) -> None:
    answer = await api("GET", "me", headers={"Origin": PAGE})

    assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (401, "*")


async def test_a_preflight_needs_no_token_and_names_what_is_there(api: Api) -> None:
    asked = {"Origin": PAGE, "Access-Control-Request-Method": "PATCH"}

    answer = await api("OPTIONS", "me", headers=asked)

    assert answer.status_code == 204
    assert answer.headers["access-control-allow-methods"] == answer.headers["allow"] == "DELETE, GET, HEAD, OPTIONS"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "Idempotency-Key" in answer.headers["access-control-allow-headers"]


async def test_with_a_list_only_the_origins_on_it_may_read() -> None:
    async with running(http=Http(cors_allow_origins=(PAGE,))) as api:
        answer = await api("GET", "/health", headers={"Origin": PAGE})
        assert (answer.headers["access-control-allow-origin"], answer.headers["vary"]) == (PAGE, "Origin")

        for origin in ("", *OTHERS):
            for method in ("GET", "OPTIONS"):
                answer = await api(
                    method, "/health", headers={"Origin": origin, "Access-Control-Request-Method": "GET"}
                )

                assert "access-control-allow-origin" not in answer.headers, origin
                assert answer.headers["vary"] == "Origin"


async def test_with_an_empty_list_nobody_may() -> None:
    async with running(http=Http(cors_allow_origins=())) as api:
        answer = await api("GET", "/health", headers={"Origin": PAGE})

    assert not [name for name in answer.headers if name.startswith("access-control")]
