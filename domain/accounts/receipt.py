"""Receipts: what was done under which idempotency key, kept in the same transaction as the thing itself."""

from datetime import datetime, timedelta
from typing import Self

from attrs import define, evolve, frozen

from domain.errors import Mismatch
from domain.ids import UserId

KEPT = timedelta(hours=24)


@frozen(kw_only=True)
class IdempotencyKey:
    """One intention of one client: the same key again means the same thing again, not another one."""

    owner: UserId
    route: str
    key: str
    fingerprint: bytes
    """Digest of the request; the same key with another fingerprint is a mistake of the client."""


@frozen
class Answer:
    """What the caller was told, to the byte."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


@frozen(kw_only=True)
class Receipt:
    """The answer that was given under an idempotency key."""

    owner: UserId
    route: str
    key: str
    fingerprint: bytes
    answer: Answer
    created_at: datetime
    version: int = 1

    @classmethod
    def of(cls, key: IdempotencyKey, answer: Answer, *, at: datetime) -> Self:
        """The receipt for an answer given now."""
        return cls(
            owner=key.owner, route=key.route, key=key.key, fingerprint=key.fingerprint, answer=answer, created_at=at
        )

    def current(self, at: datetime) -> bool:
        """Whether the receipt still counts."""
        return at < self.created_at + KEPT

    def replaced_by(self, other: Self) -> Self:
        """The next version: the key was used again after its time."""
        return evolve(other, version=self.version + 1)

    def answer_to(self, key: IdempotencyKey) -> Answer:
        """The stored answer; raises `IdempotencyKeyReused` if it was given to another request."""
        if key.fingerprint != self.fingerprint:
            raise IdempotencyKeyReused
        return self.answer


@define(eq=False)
class IdempotencyKeyReused(Mismatch):
    def __str__(self) -> str:
        return "this idempotency key was used for another request; use a new key for a new request"
