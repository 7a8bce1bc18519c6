"""Password hashing and tokens."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Protocol

from domain.accounts.password import Password
from domain.accounts.refresh_token import RefreshToken
from domain.accounts.session import Session
from domain.ids import SessionId, UserId


class PasswordHasher(Protocol):
    """Slow hashing of passwords, off the event loop; raises `HashingOverloaded` when the queue is full."""

    async def hash(self, password: Password) -> str:
        """Return the hash to store."""

    async def verify(
        self,
        password: Password,
        password_hash: str | None,
        *,
        preferred: bool = False,
        first: Callable[[], Awaitable[object]] | None = None,
    ) -> bool:
        """Return whether the password matches; without a hash (unknown user) take as long and return False.

        Preferred callers have a queue of their own. `first` is awaited when it is the caller's turn, before anything
        is computed; its errors are raised.
        """

    def outdated(self, password_hash: str) -> bool:
        """Return whether the hash was made with weaker parameters than the present ones."""


class AccessTokens(Protocol):
    """Short-lived proofs of a session, sent with every request."""

    def issue(self, session: Session, *, at: datetime) -> str:
        """Return a token for the session."""

    def read(self, token: str, *, at: datetime) -> tuple[UserId, SessionId]:
        """Return the token's user and session; raise `InvalidToken`. Does not check that it is active."""

    @property
    def lifetime(self) -> int:
        """Seconds for which a token is valid while its session is active."""


class RefreshTokens(Protocol):
    """The serialized form of refresh tokens, sealed against forgery."""

    def write(self, token: RefreshToken) -> str:
        """Return the token as text for the client."""

    def read(self, text: str) -> RefreshToken:
        """Return the token; raise `InvalidToken` if this service did not issue it."""


class Cipher(Protocol):
    """Encryption of what is stored only to be returned: a copy of the database does not reveal it."""

    def encrypt(self, plain: bytes, *, context: bytes) -> bytes:
        """Return what can be decrypted in the same context only."""

    def decrypt(self, encrypted: bytes, *, context: bytes) -> bytes | None:
        """Return the plain text; None if it was changed, belongs to another context, or its key is gone."""
