"""A session: from log-in until it is ended, by whomever, or expires."""

import hmac
from datetime import datetime, timedelta
from typing import Self

from attrs import define, evolve, frozen

from domain.accounts.refresh_token import RefreshToken
from domain.errors import NotFound, Unauthenticated
from domain.ids import SessionId, UserId

GRACE = timedelta(seconds=10)
"""How long the token before the present one still gets the same successor (RFC 9700, 4.14.2: a lost answer)."""


@frozen(kw_only=True)
class Session:
    """What one log-in opened; it lives until it is ended or expires, and its refresh token changes at every use."""

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
        """A new session whose first refresh token is the given one."""
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

    def live(self, at: datetime) -> bool:
        """Whether the session still counts."""
        return self.ended_at is None and at < self.expires_at

    def ended(self, *, at: datetime) -> Self:
        """The next version, over for good; this very session if it is over already."""
        if self.ended_at is not None:
            return self
        return evolve(self, version=self.version + 1, ended_at=at, sealed_successor=None)

    def presented(self, token: RefreshToken, *, fresh_secret: bytes, at: datetime) -> "RotationResult":
        """Answer a genuine refresh token of this session.

        The present token is exchanged for its successor. The one just before
        it gets the same successor again for `GRACE`. Any other was used
        before, so somebody has a copy: the session ends.
        """
        if not self.live(at):
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
        if token.generation == self.generation - 1 and self._within_grace(at) and self.sealed_successor:
            successor = token.successor(token.sealed(self.sealed_successor))
            if hmac.compare_digest(successor.digest, self.token_digest):
                return RotationResult(session=self, successor=successor)
        return RotationResult(session=self.ended(at=at))

    def _within_grace(self, at: datetime) -> bool:
        return self.rotated_at is not None and at < self.rotated_at + GRACE


@frozen
class RotationResult:
    """What came of presenting a refresh token."""

    session: Session
    """The session as it is afterwards; to be saved if its version rose."""
    successor: RefreshToken | None = None
    """The token to hand out; none means that the presenter is not let in."""


@define(eq=False)
class InvalidToken(Unauthenticated):
    """The token is forged, expired, spent, or its session is over; which of these is nobody's business."""

    def __str__(self) -> str:
        return "the token is not valid, or its session is over"


@define(eq=False)
class SessionNotFound(NotFound):
    session_id: SessionId

    def __str__(self) -> str:
        return f"there is no session {self.session_id}"
