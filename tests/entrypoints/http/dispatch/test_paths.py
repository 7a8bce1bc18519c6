"""Each resource has one URL; a URL with unknown parts is rejected."""

import pytest

from tests.entrypoints.http.support.api import BASE, Api, Person
from tests.entrypoints.http.support.raw import HOST, exchange
from tests.entrypoints.http.support.routes import NOBODYS


@pytest.mark.parametrize(
    "path",
    [
        f"{BASE}/tasks/",
        f"{BASE}//tasks",
        f"/{BASE}/tasks",
        f"{BASE}/t%61sks",
        f"{BASE}/tasks%2f",
        "/health/",
        "/health%00",
        "/HEALTH",
        "/health/../health",
        "//",
    ],
)
async def test_no_resource_has_a_second_url(ada: Person, path: str) -> None:
    token = (b"authorization", ada.authorization["Authorization"].encode())

    answer = await exchange(ada.api.app, "GET", path, (HOST, token))

    assert (answer.status, answer.json["code"]) == (404, "no-such-path")


async def test_an_id_has_one_format(ada: Person) -> None:
    task_id = (await ada.task())["id"]
    session_id = (await ada("GET", "auth/sessions")).json()[0]["id"]
    formats = (
        lambda it: it.replace("-", ""),
        lambda it: f"%7B{it}%7D",
        lambda it: f"urn:uuid:{it}",
        lambda it: f" {it}",
        lambda it: f"{it}%20",
        lambda it: it[:-1],
        lambda it: f"{it}0",
        lambda it: it[0],
        lambda it: it[:-1] + "٣",
    )
    for written in formats:
        assert (await ada("GET", f"tasks/{written(task_id)}")).status_code == 404
        assert (await ada("DELETE", f"tasks/{written(task_id)}")).status_code == 404
        assert (await ada("DELETE", f"auth/sessions/{written(session_id)}")).status_code == 404

    assert (await ada("GET", f"tasks/{task_id}")).status_code == 200
    assert (await ada("GET", f"tasks/{task_id.upper()}")).json()["id"] == task_id


async def test_a_body_is_rejected_where_none_is_expected(ada: Person) -> None:
    for method, path in (("GET", "tasks"), ("POST", "auth/logout"), ("DELETE", "auth/sessions")):
        for body in (b'{"x": 1}', b"[]", b'"x"', b"null"):
            answer = await ada(method, path, content=body)

            assert answer.status_code == 400
            assert answer.json()["detail"] == "this operation takes no body; send nothing or {}"
    assert (await ada("GET", "me")).status_code == 200


@pytest.mark.parametrize("content", [b"{}", b" {\n} ", b"  "])
async def test_an_empty_object_is_no_body(ada: Person, content: bytes) -> None:
    json = {"Content-Type": "application/json"}

    assert (await ada("GET", "me", headers=json, content=content)).status_code == 200
    assert (await ada("POST", "auth/logout", headers=json, content=content)).status_code == 204


@pytest.mark.parametrize(
    ("path", "nearest"),
    [
        ("/docs/", "/docs"),
        ("/api/v1/tasks/", "/api/v1/tasks"),
        ("//api/v1//tasks", "/api/v1/tasks"),
        (f"/api/v1/tasks/{NOBODYS}/", f"/api/v1/tasks/{NOBODYS}"),
        ("/api/v1/task", "/api/v1/tasks"),
        ("/healthz", "/health"),
        ("/xyz", None),
        ("/" + "x" * 200, None),
    ],
)
async def test_an_unknown_path_names_the_nearest_one(api: Api, path: str, nearest: str | None) -> None:
    answer = (await exchange(api.app, "GET", path)).json

    assert answer["code"] == "no-such-path"
    assert answer["detail"] == "there is no such path" + (f"; did you mean {nearest}?" if nearest else "")


async def test_a_parameter_where_none_is_taken_is_refused_and_named(api: Api, ada: Person) -> None:
    for path in ("me", "/health", "auth/sessions", "me/export"):
        answer = await ada("GET", f"{path}?dry_run=1")

        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "/dry_run")
    assert (await api("GET", "/health?")).status_code == 200
