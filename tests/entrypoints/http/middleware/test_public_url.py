"""The URLs in responses: behind proxies that take a part of the path away, and with PUBLIC_URL."""

from ipaddress import ip_network
from typing import Any

import pytest

from entrypoints.http.middleware.public_url import MAX_PREFIX
from entrypoints.settings.groups import Http
from tests.entrypoints.http.support.api import SOMEWHERE, running

PROXY = (ip_network(SOMEWHERE[0]),)
PREFIX, PROTO, HOST = "X-Forwarded-Prefix", "X-Forwarded-Proto", "X-Forwarded-Host"
PUBLIC = "https://tasks.example/todo"
ALLOWED = ("api.example", "tasks.example")


async def bases(settings: Http, headers: dict[str, str]) -> set[str]:
    """Return what precedes the paths in each kind of URL of a response, with the origin left out of the document's."""
    async with running(http=settings) as api:
        ada = await api.person()
        created = await ada("POST", "tasks", json={"title": "x"}, headers=headers)
        await ada.task()
        page = await ada("GET", "tasks", params={"limit": 1}, headers=headers)
        root = await api("GET", "/", headers=headers)
        found = [
            created.headers["location"].partition("/api/v1/tasks/")[0],
            page.headers["link"].removeprefix("<").partition("/api/v1/tasks?")[0],
            root.json()["api"].partition("/api/v1")[0],
        ]
        assert (await api("GET", "/", headers={**headers, "Accept": "text/html"})).headers["location"] == "docs"
        return set(found)


async def servers(settings: Http, headers: dict[str, str]) -> Any:
    async with running(http=settings) as api:
        return (await api("GET", "/openapi.json", headers=headers)).json()["servers"]


@pytest.mark.parametrize(
    ("headers", "base", "server"),
    [
        ({}, "", "/"),
        ({PREFIX: "/todo"}, "/todo", "/todo"),
        ({PREFIX: "/todo/"}, "/todo", "/todo"),
        ({PREFIX: "/a/b.c~d-e_f, /other"}, "/a/b.c~d-e_f", "/a/b.c~d-e_f"),
        ({PREFIX: "/"}, "", "/"),
        ({PROTO: "https"}, "https://api.example", "/"),
        ({PROTO: "HTTPS", HOST: "tasks.example:8443"}, "https://tasks.example:8443", "/"),
        ({PROTO: "https", HOST: "tasks.example, inner", PREFIX: "/todo"}, PUBLIC, "/todo"),
        ({HOST: "tasks.example"}, "", "/"),
        ({PROTO: "https", HOST: "evil.example"}, "https://api.example", "/"),
        ({PROTO: "https", HOST: 'a"b'}, "https://api.example", "/"),
        ({PROTO: "ftp", PREFIX: "/todo"}, "/todo", "/todo"),
        *(
            ({PREFIX: wrong}, "", "/")
            for wrong in ("todo", "//evil.example", "/a//b", "/..", "/a/../b", "/./a", "/a b")
        ),
        *(({PREFIX: wrong}, "", "/") for wrong in ('/a"', "/a>", "/a?b", "/a#b", "/%2e%2e", "/" + "a" * MAX_PREFIX)),
    ],
)
async def test_a_trusted_proxy_says_where_we_are(headers: dict[str, str], base: str, server: str) -> None:
    settings = Http(trusted_proxies=PROXY, allowed_hosts=ALLOWED)

    assert await bases(settings, headers) == {base}
    assert await servers(settings, headers) == [{"url": server}]


async def test_nobody_else_does() -> None:
    headers = {PREFIX: "/todo", PROTO: "https", HOST: "tasks.example"}

    assert await bases(Http(allowed_hosts=ALLOWED), headers) == {""}
    assert await servers(Http(allowed_hosts=ALLOWED), headers) == [{"url": "/"}]


async def test_the_setting_precedes_everything() -> None:
    settings = Http(trusted_proxies=PROXY, public_url=PUBLIC)
    headers = {PREFIX: "/other", PROTO: "http"}

    assert await bases(settings, headers) == {PUBLIC}
    assert await servers(settings, headers) == [{"url": PUBLIC}]


async def test_a_replay_leads_where_its_own_request_came_from() -> None:
    async with running(http=Http(trusted_proxies=PROXY)) as api:
        ada = await api.person()
        answers = [
            await ada("POST", "tasks", json={"title": "x"}, headers={"Idempotency-Key": "once", **headers})
            for headers in ({}, {PREFIX: "/todo"})
        ]

    first, second = (answer.headers["location"] for answer in answers)
    assert second == f"/todo{first}"
    assert answers[0].content == answers[1].content
