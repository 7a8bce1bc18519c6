"""Refresh tokens: 256 random bits of which only a hash is stored."""

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
        """What is stored of the token: the SHA-256 of its 256 random bits."""
        return sha256(self.secret).digest()

    def successor(self, secret: bytes) -> Self:
        """Return the next token of the chain, with these random bits."""
        return type(self)(
            user_id=self.user_id, session_id=self.session_id, generation=self.generation + 1, secret=secret
        )

    def sealed(self, successor_secret: bytes) -> bytes:
        """The successor's secret, sealed so that only the holder of this token can read it; sealing twice opens it.

        The seal is a one-time pad derived from this token, which is not stored: a client that lost the response to its
        refresh can get the same successor again, while a copy of the database reveals nothing.
        """
        pad = hmac.digest(self.secret, b"taskapi refresh successor", "sha256")
        return bytes(a ^ b for a, b in zip(pad, successor_secret, strict=True))
