"""Sessions: from log-in until they are ended or expire."""

import hmac
from datetime import datetime, timedelta
from typing import Self

from attrs import define, evolve, frozen

from domain.accounts.refresh_token import RefreshToken
from domain.errors import NotFound, Unauthenticated
from domain.ids import SessionId, UserId


@frozen(kw_only=True)
class Session:
    """The session of one log-in; its refresh token changes at every use."""

    id: SessionId
    user_id: UserId
    created_at: datetime
    last_used_at: datetime
    expires_at: datetime
    ended_at: datetime | None = None
    user_agent: str | None = None
    address: str | None = None
    generation: int = 1
    token_digest: bytes
    rotated_at: datetime | None = None
    sealed_successor: bytes | None = None
    version: int = 1

    @classmethod
    def opened(
        cls, token: RefreshToken, *, at: datetime, expires_at: datetime, user_agent: str | None, address: str | None
    ) -> Self:
        """Return a new session with its first refresh token."""
        return cls(
            id=token.session_id,
            user_id=token.user_id,
            created_at=at,
            last_used_at=at,
            expires_at=expires_at,
            user_agent=user_agent,
            address=address,
            token_digest=token.digest,
        )

    def is_active(self, at: datetime) -> bool:
        """Return whether the session has neither ended nor expired."""
        return self.ended_at is None and at < self.expires_at

    def ended(self, *, at: datetime) -> Self:
        """Return the next version, which has ended; this session if it has ended already."""
        if self.ended_at is not None:
            return self
        return evolve(self, version=self.version + 1, ended_at=at, sealed_successor=None)

    def rotated(self, token: RefreshToken, *, fresh_secret: bytes, at: datetime, grace: timedelta) -> "RotationResult":
        """Return the result of presenting a genuine refresh token of this session.

        The present token is exchanged for its successor. The previous one gets the same successor again within `grace`,
        for clients that lost the response. Any other token was used before, so there is a copy of it: the session ends
        (RFC 9700, 4.14.2).
        """
        if not self.is_active(at):
            return RotationResult(session=self)
        if token.generation == self.generation and hmac.compare_digest(token.digest, self.token_digest):
            successor = token.successor(fresh_secret)
            rotated = evolve(
                self,
                version=self.version + 1,
                last_used_at=at,
                generation=successor.generation,
                token_digest=successor.digest,
                rotated_at=at,
                sealed_successor=token.sealed(fresh_secret),
            )
            return RotationResult(session=rotated, successor=successor)
        if token.generation == self.generation - 1 and self._is_within(grace, at) and self.sealed_successor:
            successor = token.successor(token.sealed(self.sealed_successor))
            if hmac.compare_digest(successor.digest, self.token_digest):
                return RotationResult(session=self, successor=successor)
        return RotationResult(session=self.ended(at=at))

    def _is_within(self, grace: timedelta, at: datetime) -> bool:
        return self.rotated_at is not None and at < self.rotated_at + grace


@frozen
class RotationResult:
    """The result of presenting a refresh token."""

    session: Session
    """The session afterwards; to be saved if its version rose."""
    successor: RefreshToken | None = None
    """The token to return; None if the presented token is rejected."""


@define(eq=False)
class InvalidToken(Unauthenticated):
    """The token is forged, expired or spent, or its session has ended; callers cannot tell which."""

    def __str__(self) -> str:
        return "the token is not valid, or its session has ended; log in again"


@define(eq=False)
class SessionNotFound(NotFound):
    session_id: SessionId

    def __str__(self) -> str:
        return f"there is no session {self.session_id}"
