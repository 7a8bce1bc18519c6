"""Bodies are announced as JSON in UTF-8, or refused unread."""

import pytest

from entrypoints.http.requests.errors import UnsupportedMediaType
from entrypoints.http.requests.media_type import ensure_json


@pytest.mark.parametrize(
    "content_type",
    [
        "application/json",
        "Application/JSON",
        "application/json;charset=utf-8",
        'application/json; Charset="UTF-8"',
        "application/json; charset=utf8",
        "application/json; charset=us-ascii",
        "application/json; version=1",
        "application/json;odata.metadata=minimal; charset=UTF-8",
        'application/json; profile="https://example.com/a b"',
        "application/json;",
    ],
)
def test_json_in_utf_8_is_accepted_with_any_parameters(content_type: str) -> None:
    ensure_json({b"content-type": content_type.encode(), b"content-encoding": b"identity"}, "POST")


def test_a_merge_patch_is_accepted_for_patch_only() -> None:
    headers = {b"content-type": b"application/merge-patch+json"}

    ensure_json(headers, "PATCH")
    with pytest.raises(UnsupportedMediaType):
        ensure_json(headers, "POST")


@pytest.mark.parametrize(
    "headers",
    [
        [],
        [(b"content-type", b"")],
        [(b"content-type", b"text/plain")],
        [(b"content-type", b"application/x-www-form-urlencoded")],
        [(b"content-type", b"application/problem+json")],
        [(b"content-type", b"application/jsonx")],
        [(b"content-type", b"application/json, text/plain")],
        [(b"content-type", b"application/json; charset=latin-1")],
        [(b"content-type", b'application/json; charset="')],
        [(b"content-type", b"application/json; charset=utf-8; charset=utf-16")],
        [(b"content-type", b"application/json; charset=utf-8; charset=utf-8")],
        [(b"content-type", b"application/json;" + b" " * 8_000 + b"x")],
        [(b"content-type", b"application/json"), (b"content-encoding", b"gzip")],
        [(b"content-type", b"application/json"), (b"content-encoding", b"identity, br")],
    ],
)
def test_another_media_type_or_coding_is_refused(headers: list[tuple[bytes, bytes]]) -> None:
    with pytest.raises(UnsupportedMediaType):
        ensure_json(dict(headers), "POST")
