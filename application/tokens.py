"""The tokens of a session, and the receipts of requests for secrets."""

import json
from datetime import datetime
from typing import Self

from attrs import asdict, frozen

from application.idempotency import Receipts, ReceiptSlot
from domain.accounts.receipt import IdempotencyKey, Outcome
from domain.accounts.refresh_token import RefreshToken
from domain.accounts.session import Session
from domain.ports import AccessTokens, Cipher, RefreshTokens, Work


@frozen(kw_only=True)
class TokenPair:
    """The tokens of a session; lifetimes in seconds."""

    token: str
    expires_in: int
    refresh_token: str
    refresh_expires_in: int
    repeated: bool = False
    """Whether an earlier request with the same idempotency key got them."""

    @property
    def content(self) -> bytes:
        """The pair as it is stored in a receipt."""
        return json.dumps(asdict(self)).encode()

    @classmethod
    def stored(cls, content: bytes) -> Self:
        """Return the pair of a receipt."""
        return cls(**{**json.loads(content), "repeated": True})


@frozen
class IssueTokens:
    """Issues the tokens of a session."""

    access_tokens: AccessTokens
    refresh_tokens: RefreshTokens

    def __call__(self, session: Session, refresh_token: RefreshToken, *, at: datetime) -> TokenPair:
        """Return the pair; neither token outlives the session."""
        left = int((session.expires_at - at).total_seconds())
        return TokenPair(
            token=self.access_tokens.issue(session, at=at),
            expires_in=min(self.access_tokens.lifetime, left),
            refresh_token=self.refresh_tokens.write(refresh_token),
            refresh_expires_in=left,
        )


@frozen
class EncryptedReceipts:
    """Receipts of secrets, encrypted, so that a copy of the database contains none."""

    receipts: Receipts
    cipher: Cipher

    async def slot(self, work: Work, key: IdempotencyKey | None) -> "EncryptedSlot":
        """Return the slot of a key; without a key nothing is stored."""
        return EncryptedSlot(self.cipher, await self.receipts.slot(work, key) if key else None)


@frozen
class EncryptedSlot:
    """The place of the receipt of one request for secrets."""

    cipher: Cipher
    slot: ReceiptSlot | None

    @property
    def content(self) -> bytes | None:
        """What was stored; None if nothing was, or its key is gone. Raises `IdempotencyKeyReused`."""
        if self.slot is None or self.slot.outcome is None:
            return None
        return self.cipher.decrypt(self.slot.outcome.content, context=_context(self.slot.key))

    def fill(self, work: Work, content: bytes) -> None:
        """Store a content with the other writes of a unit of work."""
        if self.slot is not None:
            self.slot.fill(work, Outcome(0, (), self.cipher.encrypt(content, context=_context(self.slot.key))))


def _context(key: IdempotencyKey) -> bytes:
    return f"{key.owner} {key.route} {key.key}".encode()
