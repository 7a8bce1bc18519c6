"""Receipts: the outcome of a request under its idempotency key, stored in the same transaction as its effect."""

from datetime import datetime, timedelta
from typing import Self, TypeAlias

from attrs import define, evolve, frozen

from domain.errors import Mismatch, TooMany
from domain.ids import UserId

RETENTION = timedelta(hours=24)
ROW_OVERHEAD = 100
"""Bytes of a receipt without anything in it."""
Metadata: TypeAlias = tuple[tuple[str, str], ...]


@frozen(kw_only=True)
class IdempotencyKey:
    """Identifies one intended request of one client; the same key again means the same request again."""

    owner: UserId
    route: str
    key: str
    fingerprint: bytes
    """Digest of the request; the same key with another fingerprint is an error of the client."""


@frozen
class RequestKey:
    """The idempotency key of a request whose owner becomes known only while it is processed."""

    route: str
    key: str

    def of(self, owner: UserId, fingerprint: bytes = b"") -> IdempotencyKey:
        """Return the key of an owner; no fingerprint if a password proves that it is the same request."""
        return IdempotencyKey(owner=owner, route=self.route, key=self.key, fingerprint=fingerprint)


@frozen
class Outcome:
    """What the caller wants back when the request is repeated, in its own terms; the core does not interpret it."""

    code: int
    metadata: Metadata
    content: bytes


DONE = Outcome(0, (), b"")
"""Of a request whose response follows from the request."""


@frozen(kw_only=True)
class Receipt:
    """The outcome that was stored under an idempotency key."""

    owner: UserId
    route: str
    key: str
    fingerprint: bytes
    code: int
    metadata: Metadata
    content: bytes
    created_at: datetime
    version: int = 1

    @classmethod
    def of(cls, key: IdempotencyKey, outcome: Outcome, *, at: datetime) -> Self:
        """Return the receipt of an outcome."""
        return cls(
            owner=key.owner,
            route=key.route,
            key=key.key,
            fingerprint=key.fingerprint,
            code=outcome.code,
            metadata=outcome.metadata,
            content=outcome.content,
            created_at=at,
        )

    @property
    def size(self) -> int:
        """About how many bytes it takes to store."""
        texts = (self.route, self.key, *(text for pair in self.metadata for text in pair))
        return ROW_OVERHEAD + len(self.fingerprint) + len(self.content) + sum(map(len, texts))

    def is_current(self, at: datetime) -> bool:
        """Return whether the receipt has not expired."""
        return at < self.created_at + RETENTION

    def replaced_by(self, other: Self) -> Self:
        """Return the next version: the key is used again after this receipt has expired."""
        return evolve(other, version=self.version + 1)

    def outcome_for(self, key: IdempotencyKey) -> Outcome:
        """Return the stored outcome; raise `IdempotencyKeyReused` if it belongs to another request."""
        if key.fingerprint != self.fingerprint:
            raise IdempotencyKeyReused
        return Outcome(self.code, self.metadata, self.content)


@define(eq=False)
class IdempotencyKeyReused(Mismatch):
    def __str__(self) -> str:
        return "this idempotency key was used for another request; use a new key for a new request"


@define(eq=False)
class TooManyReceipts(TooMany):
    """The receipts of a user take more than they may."""

    retry_after: float

    def __str__(self) -> str:
        return "too much is stored for your idempotency keys; nothing was changed; retry later, or without a key"
