"""A finished request leaves no reference cycles: a garbage collection would pause all other requests."""

import gc

import pytest

from entrypoints.http.requests.exchange import Exchange
from tests.entrypoints.http.support.api import BASE, Api, Person
from tests.entrypoints.http.support.raw import HOST, body, exchange
from tests.entrypoints.http.support.routes import NOBODYS

JSON = (b"content-type", b"application/json")


@pytest.mark.parametrize(
    ("method", "path", "sent", "status"),
    [
        ("GET", "tasks", b"", 200),
        ("POST", "tasks", b'{"title": "x"}', 201),
        ("GET", f"tasks/{NOBODYS}", b"", 404),
        ("PUT", "tasks", b"", 405),
    ],
)
async def test_a_request_that_is_over_is_freed_at_once(
    api: Api, ada: Person, method: str, path: str, sent: bytes, status: int
) -> None:
    token = (b"authorization", ada.authorization["Authorization"].encode())
    headers = (HOST, token, JSON, (b"content-length", b"%d" % len(sent)))

    gc.collect()
    gc.disable()
    try:
        answers = [await exchange(api.app, method, f"{BASE}/{path}", headers, [body(sent)]) for _ in range(5)]
        left = [it for it in gc.get_objects() if isinstance(it, Exchange)]
    finally:
        gc.enable()

    assert {answer.status for answer in answers} == {status}
    assert not left
