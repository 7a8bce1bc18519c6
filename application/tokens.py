"""The tokens of a session, and the receipts of the requests that got them."""

import json
from datetime import datetime

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
class TokenReceipts:
    """Receipts of tokens, encrypted, so that a copy of the database contains no token."""

    receipts: Receipts
    cipher: Cipher

    async def slot(self, work: Work, key: IdempotencyKey | None) -> "TokenSlot":
        """Return the slot of a key; without a key nothing is stored."""
        return TokenSlot(self.cipher, await self.receipts.slot(work, key) if key else None)


@frozen
class TokenSlot:
    """The place of the receipt of one request for tokens."""

    cipher: Cipher
    slot: ReceiptSlot | None

    @property
    def pair(self) -> TokenPair | None:
        """The stored tokens; None if there are none or their key is gone. Raises `IdempotencyKeyReused`."""
        if self.slot is None or self.slot.outcome is None:
            return None
        plain = self.cipher.decrypt(self.slot.outcome.content, context=_context(self.slot.key))
        return None if plain is None else TokenPair(**{**json.loads(plain), "repeated": True})

    def fill(self, work: Work, pair: TokenPair) -> None:
        """Store the tokens with the other writes of a unit of work."""
        if self.slot is not None:
            plain = json.dumps(asdict(pair)).encode()
            self.slot.fill(work, Outcome(0, (), self.cipher.encrypt(plain, context=_context(self.slot.key))))


def _context(key: IdempotencyKey) -> bytes:
    return f"{key.owner} {key.route} {key.key}".encode()
