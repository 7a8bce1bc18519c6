"""The media type of a request body: JSON in UTF-8."""

import re
from collections.abc import Mapping
from functools import lru_cache

from entrypoints.http.requests.errors import UnsupportedMediaType

JSON = "application/json"
MERGE_PATCH = "application/merge-patch+json"
"""RFC 7396: what PATCH does here, an absent field keeps its value and `null` removes it."""
UTF_8 = frozenset({"utf-8", "utf8", "us-ascii"})
"""Names of UTF-8 and of a subset of it."""
REMEMBERED = 256
MAX_LENGTH = 256
"""Bytes of a header; longer ones are rejected unread."""

_WORD = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_PARAMETER = rf"[ \t]*;[ \t]*(?:({_WORD})=({_WORD}|\"[^\"\\]*\"))?"
_MEDIA_TYPE = re.compile(rf"({_WORD}/{_WORD})((?:{_PARAMETER})*)[ \t]*")
_parameters = re.compile(_PARAMETER).findall


def ensure_json(headers: Mapping[bytes, bytes], method: str) -> None:
    """Raise `UnsupportedMediaType` unless the headers declare uncompressed JSON in UTF-8.

    Parameters other than `charset` mean nothing for JSON (RFC 8259, 11) and are allowed. PATCH takes merge patches too.
    """
    accepted = (JSON, MERGE_PATCH) if method == "PATCH" else (JSON,)
    if not _is_json(headers.get(b"content-type", b""), accepted):
        raise UnsupportedMediaType(f"send the body with Content-Type: {' or '.join(accepted)}, in UTF-8", method)
    if headers.get(b"content-encoding", b"identity").strip().lower() != b"identity":
        raise UnsupportedMediaType("send the body without a Content-Encoding", method)


@lru_cache(REMEMBERED)
def _is_json(content_type: bytes, accepted: tuple[str, ...]) -> bool:
    found = _MEDIA_TYPE.fullmatch(content_type.decode("latin-1")) if len(content_type) <= MAX_LENGTH else None
    if found is None or found[1].lower() not in accepted:
        return False
    charsets = [value.strip('"').lower() for name, value in _parameters(found[2]) if name.lower() == "charset"]
    return set(charsets) <= UTF_8 and len(charsets) <= 1
