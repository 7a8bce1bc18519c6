"""Password hashing and tokens."""

from datetime import datetime
from typing import Protocol

from domain.accounts.password import Password
from domain.accounts.refresh_token import RefreshToken
from domain.accounts.session import Session
from domain.ids import SessionId, UserId


class PasswordHasher(Protocol):
    """Slow hashing of passwords, off the event loop; raises `HashingOverloaded` when too many wait."""

    async def hash(self, password: Password) -> str:
        """Return what may be stored."""

    async def verify(self, password: Password, password_hash: str | None) -> bool:
        """Whether the password fits; with no hash (nobody there) it takes as long and is false."""

    def outdated(self, password_hash: str) -> bool:
        """Whether the hash was made with weaker parameters than today's."""


class AccessTokens(Protocol):
    """Short proofs of a session that travel with every request."""

    def issue(self, session: Session, *, at: datetime) -> str:
        """Return a token for the session."""

    def read(self, token: str, *, at: datetime) -> tuple[UserId, SessionId]:
        """Return whose token it is; raise `InvalidToken`. Says nothing about whether the session still lives."""

    @property
    def lifetime(self) -> int:
        """Seconds for which a token is good, if its session lives so long."""


class RefreshTokens(Protocol):
    """The written form of refresh tokens; only we can make one."""

    def write(self, token: RefreshToken) -> str:
        """Return the token as the client keeps it."""

    def read(self, text: str) -> RefreshToken:
        """Return the token; raise `InvalidToken` if we did not make it."""
