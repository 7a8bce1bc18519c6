"""Refresh tokens: 256 random bits of which only a hash is kept."""

import hmac
from hashlib import sha256
from typing import Self

from attrs import frozen

from domain.ids import SessionId, UserId

SECRET_BYTES = 32


@frozen(kw_only=True)
class RefreshToken:
    """One token of a session's chain; `generation` counts from 1."""

    user_id: UserId
    session_id: SessionId
    generation: int
    secret: bytes

    def __repr__(self) -> str:
        return f"RefreshToken(session_id={self.session_id}, generation={self.generation})"

    @property
    def digest(self) -> bytes:
        """What is kept of the token: the SHA-256 of its 256 random bits."""
        return sha256(self.secret).digest()

    def successor(self, secret: bytes) -> Self:
        """The next token of the chain, with the given random bits."""
        return type(self)(
            user_id=self.user_id, session_id=self.session_id, generation=self.generation + 1, secret=secret
        )

    def sealed(self, successor_secret: bytes) -> bytes:
        """The successor's secret, readable only to whoever holds this token; sealing twice opens.

        A one-time pad derived from this token, which the store does not know:
        a client that lost the answer to its refresh can be given the same
        successor again, while a copy of the database opens nothing.
        """
        pad = hmac.digest(self.secret, b"taskapi refresh successor", "sha256")
        return bytes(a ^ b for a, b in zip(pad, successor_secret, strict=True))
