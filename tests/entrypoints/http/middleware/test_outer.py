"""Guarantees for every request, routed or not."""

import pytest

from entrypoints.settings.groups import Http
from tests.entrypoints.http.support.api import BASE, Api, running
from tests.entrypoints.http.support.raw import HOST, exchange

SECURITY = {
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "strict-transport-security": "max-age=31536000; includeSubDomains",
}


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/health", 200),
        ("HEAD", "/health", 200),
        ("GET", "/health/ready", 200),
        ("OPTIONS", "/health", 204),
        ("GET", "/nowhere", 404),
        ("PUT", "/health", 405),
        ("GET", f"{BASE}/me", 401),
        ("POST", f"{BASE}/auth/login", 400),
        ("GET", f"{BASE}/tasks/", 404),
    ],
)
async def test_every_answer_has_a_request_id_and_the_security_headers(
    api: Api, method: str, path: str, status: int
) -> None:
    answer = await api(method, path)

    assert answer.status_code == status
    assert {name: answer.headers.get(name) for name in SECURITY} == SECURITY
    assert answer.headers["x-request-id"]
    assert answer.headers["server"] == "taskapi"


@pytest.mark.parametrize("sent", ["a", "9f1c2b34-0001", "A-Za~z0.9_/+=:@", "x" * 128])
async def test_a_well_formed_request_id_is_kept(api: Api, sent: str) -> None:
    answer = await api("GET", "/nowhere", headers={"X-Request-Id": sent})

    assert answer.headers["x-request-id"] == sent
    assert answer.json()["request_id"] == sent


@pytest.mark.parametrize("sent", ["", "a b", "x" * 129, "ä", "<script>", "a\tb"])
async def test_any_other_request_id_is_replaced(api: Api, sent: str) -> None:
    answer = await api("GET", "/health", headers={"X-Request-Id": sent.encode()})

    assert answer.headers["x-request-id"] not in {"", sent}


async def test_no_two_requests_have_the_same_id(api: Api) -> None:
    ids = {(await api("GET", "/health")).headers["x-request-id"] for _ in range(20)}

    assert len(ids) == 20


@pytest.mark.parametrize(
    "host",
    [
        "",
        "a b",
        "a/b@c d",
        "api.example:",
        "api.example:123456",
        "user@api.example",
        "[::1",
        "a" * 300,
        "-a",
        "ä.de",
    ],
)
async def test_a_malformed_host_is_refused(api: Api, host: str) -> None:
    answer = await api("GET", "/health", headers={"Host": host.encode()})

    assert (answer.status_code, answer.json()["code"]) == (400, "bad-request")


@pytest.mark.parametrize("host", ["api.example", "API.Example:8080", "192.0.2.1", "[2001:db8::1]:80", "db_1", "a."])
async def test_without_a_list_every_well_formed_host_is_good(api: Api, host: str) -> None:
    assert (await api("GET", "/health", headers={"Host": host})).status_code == 200


async def test_a_missing_and_a_second_host_are_refused(api: Api) -> None:
    for headers in ((), (HOST, HOST)):
        assert (await exchange(api.app, "GET", "/health", headers)).status == 400


@pytest.mark.parametrize("version", ["1.0", "1"])
async def test_a_load_balancer_may_ask_in_http_1_0_without_a_host(api: Api, version: str) -> None:
    for headers, status in (((), 200), (((b"host", b""),), 200), ((HOST,), 200), (((b"host", b"a b"),), 400)):
        assert (await exchange(api.app, "GET", "/health", headers, http_version=version)).status == status


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("api.example", 200),
        ("API.EXAMPLE:8080", 200),
        ("eu.tasks.example", 200),
        ("tasks.example", 400),
        ("eviltasks.example", 400),
        ("api.example.evil", 400),
    ],
)
async def test_with_a_list_only_the_names_on_it_are_good(host: str, status: int) -> None:
    async with running(http=Http(allowed_hosts=("api.example", "*.tasks.example"))) as api:
        assert (await api("GET", "/docs", headers={"Host": host})).status_code == status
        assert (await api("GET", "/health", headers={"Host": host})).status_code == 200  # asked by address, not by name


@pytest.mark.parametrize(
    "header",
    ["Content-Type", "Idempotency-Key", "Origin", "Host", "Content-Length", "Content-Encoding", "User-Agent"],
)
async def test_a_header_that_can_have_one_value_has_one(api: Api, header: str) -> None:
    name = header.lower().encode()
    headers = (HOST, (name, b"1"), (name, b"1"))

    answer = await exchange(api.app, "POST", f"{BASE}/auth/login", headers)

    assert answer.status == 400
    assert header in answer.json["detail"]
