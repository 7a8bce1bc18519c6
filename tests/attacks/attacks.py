"""Cheap attacks: what one client sends, again and again."""

import json
from collections.abc import Callable
from itertools import count
from typing import TypeAlias
from uuid import uuid4

from attrs import field, frozen

Make: TypeAlias = Callable[[str, int], bytes]
"""From a token and a number, the bytes of one round."""


@frozen
class Attack:
    """What one connection sends; then it reads the responses, or not."""

    make: Make
    reads: bool = field(default=True, kw_only=True)
    """Whether it reads the response before the next round; otherwise it waits until it is disconnected."""
    dribble: int = field(default=0, kw_only=True)
    """Bytes that are sent at a time, with a pause after each; 0 for everything at once."""


def _request(start: str, body: bytes | None = None, *headers: str) -> bytes:
    lines = [f"{start} HTTP/1.1", "Host: a", *headers]
    if body is not None:
        lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
    return "\r\n".join([*lines, "", ""]).encode() + (body or b"")


def _login(body: bytes) -> bytes:
    return _request("POST /api/v1/auth/login", body)


def _as(token: str, start: str, body: bytes | None = None, *headers: str) -> bytes:
    return _request(start, body, f"Authorization: Bearer {token}", *headers)


def _unknown_account(number: int) -> bytes:
    return _login(json.dumps({"email": f"{number}-{uuid4().hex}@example.com", "password": "x" * 20}).encode())


TEXTS = _login(json.dumps({"email": ["a"] * 52_000}).encode())
UNKNOWN_KEYS = _login(json.dumps(dict.fromkeys(map(str, range(20_000)), 0)).encode())
MANY_NAMES = _request("GET /health?" + "&".join(f"a{number}" for number in range(1_100)))
MANY_VALUES = _request("GET /api/v1/tasks?" + "status=todo&" * 600)
LONG_TARGET = _request("GET /health?" + "a&" * 32_000)
LONG_HEADER = _request("GET /health", None, "Accept: " + "a/b;q=0.1," * 6_000)
ACCEPT = _request("GET /health", None, "Accept: " + "a/b;q=0.1," * 800)
BYTE_CHUNKS = (
    b"POST /api/v1/auth/login HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + b"1\r\na\r\n" * 200_000
)
BUNDLE = _request("GET /docs/swagger-ui-bundle.js")
DEEP = _login(b"[" * 100_000)
NO_HTTP = b"\x16\x03\x01\x02\x00" * 200
BATCH = json.dumps({"atomic": False, "operations": [{"op": "delete", "id": str(uuid4())} for _ in range(200)]}).encode()
SEARCH = "GET /api/v1/tasks?q=" + "%20".join(f"{letter}a" for letter in "abcdefghij")

ATTACKS: dict[str, Attack] = {
    "A1 an object of many texts": Attack(lambda _, __: TEXTS),
    "A1 an object of many unknown keys": Attack(lambda _, __: UNKNOWN_KEYS),
    "A1 a body that is too deep": Attack(lambda _, __: DEEP),
    "A2 many parameters": Attack(lambda _, __: MANY_NAMES),
    "A2 one parameter many times": Attack(lambda _, __: MANY_VALUES),
    "A2 a long target": Attack(lambda _, __: LONG_TARGET),
    "A3 log-ins of unknown accounts": Attack(lambda _, number: _unknown_account(number)),
    "A6 responses that are not read": Attack(lambda _, __: BUNDLE * 20, reads=False),
    "A6 connections that send nothing": Attack(lambda _, __: b"", reads=False),
    "A6 heads that do not end": Attack(lambda _, __: LONG_HEADER[:30_000], reads=False),
    "A6 bodies that do not end": Attack(lambda _, __: TEXTS[:250_000], reads=False),
    "A6 bodies that come byte by byte": Attack(lambda _, __: TEXTS[:2_000], reads=False, dribble=1),
    "A7 chunks of one byte": Attack(lambda _, __: BYTE_CHUNKS),
    "A8 a large page without compression": Attack(lambda _, __: BUNDLE),
    "A8 its head": Attack(lambda _, __: BUNDLE.replace(b"GET", b"HEAD", 1)),
    "A9 batches under new keys": Attack(
        lambda token, __: _as(token, "POST /api/v1/tasks/batch", BATCH, f"Idempotency-Key: {uuid4().hex}")
    ),
    "A10 searches": Attack(lambda token, __: _as(token, SEARCH)),
    "A15 changes from the first on": Attack(lambda token, __: _as(token, "GET /api/v1/changes?since=0")),
    "A15 snapshots": Attack(lambda token, __: _as(token, "GET /api/v1/changes")),
    "A15 streams that are not read": Attack(lambda token, __: _as(token, "GET /api/v1/events?since=0"), reads=False),
    "A11 a long header": Attack(lambda _, __: LONG_HEADER),
    "A11 a header just within the limit": Attack(lambda _, __: ACCEPT),
    "A14 no HTTP": Attack(lambda _, __: NO_HTTP),
    "wrong tokens": Attack(lambda _, number: _as(f"a.b.{number}", "GET /api/v1/tasks")),
    "unknown paths": Attack(lambda _, number: _request(f"GET /{uuid4().hex}{number}")),
}
numbers = count()
