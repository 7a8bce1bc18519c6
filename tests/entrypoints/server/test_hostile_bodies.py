"""Hostile bodies on a real socket: each is a client error, and the server survives them all."""

from collections.abc import Iterator

import pytest

from tests.entrypoints.http.requests.test_body import HOSTILE, MEDIA_TYPES
from tests.support.person import Person
from tests.support.server import Server


@pytest.fixture(scope="module")
def somebody(server: Server) -> Iterator[Person]:
    """A user with a task."""
    with server.client() as client:
        person = Person.register(client)
        person.create_task("Untouched")
        yield person


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_body_is_refused_and_changes_nothing(somebody: Person, content: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    tasks = somebody.client.get("/tasks").json()
    answers = [
        somebody.client.request(method, path, content=content, headers=headers)
        for method, path in (("POST", "/tasks"), ("PATCH", f"/tasks/{tasks[0]['id']}"), ("POST", "/tasks/batch"))
    ]

    assert {answer.status_code for answer in answers} <= {400, 413}
    assert {answer.headers["content-type"] for answer in answers} == {"application/problem+json"}
    assert somebody.client.get("/tasks").json() == tasks


@pytest.mark.parametrize("media_type", MEDIA_TYPES)
def test_another_media_type_is_refused(somebody: Person, media_type: str | None) -> None:
    headers = {} if media_type is None else {"Content-Type": media_type}
    titles = somebody.titles()
    answer = somebody.client.post("/tasks", content=b'{"title":"a"}', headers=headers)

    assert (answer.status_code, answer.json()["code"]) == (415, "unsupported-media-type")
    assert somebody.titles() == titles


def test_none_of_these_requests_caused_an_internal_error(server: Server) -> None:
    """Runs last in this file: the log has no line of a failed request, and both workers are those of the start."""
    assert '"level":"error"' not in server.log
    assert "Traceback" not in server.log
    assert server.log.count('"event":"worker started"') == 2
