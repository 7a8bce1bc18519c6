"""Builds tokens without a library, so that anything can be wrong with them."""

import hmac
import json
from base64 import urlsafe_b64encode
from typing import Any
from uuid import UUID

from adapters.security.keys import Purpose
from adapters.testing.builders import NOON
from tests.adapters.security.support.keys import KEYS

AT = int(NOON.timestamp())
LIFETIME = 86_400
SECRET = KEYS.derived(Purpose.ACCESS_TOKENS).first.secret
USER_ID, SESSION_ID = UUID(int=7), UUID(int=8)

HEADER: dict[str, Any] = {"alg": "HS256", "typ": "at+jwt", "kid": "0ld-key"}
CLAIMS: dict[str, Any] = {
    "iss": "taskapi",
    "aud": "taskapi",
    "sub": str(USER_ID),
    "sid": str(SESSION_ID),
    "jti": "1",
    "iat": AT,
    "exp": AT + LIFETIME,
}


def base64(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def signed(header: bytes | str, payload: bytes | str, secret: bytes = SECRET, digest: str = "sha256") -> str:
    """Sign two segments, given raw (bytes) or encoded already (str)."""
    segments = [part if isinstance(part, str) else base64(part) for part in (header, payload)]
    signature = hmac.digest(secret, ".".join(segments).encode(), digest)
    return ".".join([*segments, base64(signature)])


def token(secret: bytes = SECRET, digest: str = "sha256", /, *, without: str = "", **claims: Any) -> str:
    """A token that is right but for some claims."""
    payload = {name: value for name, value in (CLAIMS | claims).items() if name != without}
    return signed(json.dumps(HEADER).encode(), json.dumps(payload).encode(), secret, digest)


def headed(*, without: str = "", digest: str = "sha256", **header: Any) -> str:
    """A token that is right but for some of its header."""
    head = {name: value for name, value in (HEADER | header).items() if name != without}
    return signed(json.dumps(head).encode(), json.dumps(CLAIMS).encode(), digest=digest)
