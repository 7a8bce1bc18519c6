"""Bodies are announced as JSON in UTF-8, or refused unread."""

import pytest

from entrypoints.http.requests.errors import UnsupportedMediaType
from entrypoints.http.requests.parsing.decoding import ensure_json


@pytest.mark.parametrize(
    "content_type",
    ["application/json", "Application/JSON", "application/json;charset=utf-8", 'application/json; Charset="UTF-8"'],
)
def test_json_in_utf_8_is_let_in(content_type: str) -> None:
    ensure_json({b"content-type": content_type.encode(), b"content-encoding": b"identity"})


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
        [(b"content-type", b"application/json"), (b"content-encoding", b"gzip")],
        [(b"content-type", b"application/json"), (b"content-encoding", b"identity, br")],
    ],
)
def test_another_media_type_or_coding_is_refused(headers: list[tuple[bytes, bytes]]) -> None:
    with pytest.raises(UnsupportedMediaType):
        ensure_json(dict(headers))
