"""The serialized form of refresh tokens, with a seal against forgery."""

import hmac
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from uuid import UUID

from adapters.security.keys import Key, Purpose, SigningKeys
from domain.accounts.refresh_token import SECRET_BYTES, RefreshToken
from domain.accounts.session import InvalidToken
from domain.ids import SessionId, UserId

_ID = 16
_GENERATION = 4
_BODY = _ID + _ID + _GENERATION + SECRET_BYTES
_MAC = 16
"""Bytes of HMAC-SHA-256 in a token. The total is then a multiple of 3 bytes, which has exactly one base64 form."""
_FORMAT = re.compile(rf"tr_([A-Za-z0-9-]{{1,16}})_([A-Za-z0-9_-]{{{(_BODY + _MAC) // 3 * 4}}})")


class SealedRefreshTokens:
    """The port `RefreshTokens`: `tr_<kid>_<user, session, generation, secret, HMAC>` in URL-safe base64.

    The seal keeps forged tokens away from the database: a token that can be read
    is genuine, so presenting it a second time proves that it was copied.
    """

    def __init__(self, keys: SigningKeys) -> None:
        self._keys = keys.derived(Purpose.REFRESH_TOKENS)

    def write(self, token: RefreshToken) -> str:
        """Return the token as text for the client."""
        key = self._keys.first
        generation = token.generation.to_bytes(_GENERATION, "big")
        body = token.user_id.bytes + token.session_id.bytes + generation + token.secret
        return f"tr_{key.kid}_{urlsafe_b64encode(body + _mac(key, body)).decode()}"

    def read(self, text: str) -> RefreshToken:
        """Return the token; raise `InvalidToken` if this service did not issue it."""
        match = _FORMAT.fullmatch(text)
        key = self._keys.named(match[1]) if match else None
        if match is None or key is None:
            raise InvalidToken
        sealed = urlsafe_b64decode(match[2])
        body, mac = sealed[:_BODY], sealed[_BODY:]
        if not hmac.compare_digest(mac, _mac(key, body)):
            raise InvalidToken
        return _unpacked(body)


def _mac(key: Key, body: bytes) -> bytes:
    return hmac.digest(key.secret, body, "sha256")[:_MAC]


def _unpacked(body: bytes) -> RefreshToken:
    return RefreshToken(
        user_id=UserId(UUID(bytes=body[:_ID])),
        session_id=SessionId(UUID(bytes=body[_ID : 2 * _ID])),
        generation=int.from_bytes(body[2 * _ID : -SECRET_BYTES], "big"),
        secret=body[-SECRET_BYTES:],
    )
