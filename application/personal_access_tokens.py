"""Personal access tokens: creating, listing, using and revoking them."""

import json
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from hashlib import sha256

from attrs import frozen

from application.retry import retry_on_conflict
from application.sessions import admit_all
from application.tokens import EncryptedReceipts
from domain.accounts.personal_access_token import (
    NewPersonalAccessToken,
    PersonalAccessToken,
    TokenNotFound,
    TokenSecret,
    TooManyTokens,
)
from domain.accounts.receipt import RequestKey
from domain.accounts.session import InvalidToken
from domain.changes.provenance import Actor
from domain.errors import DomainError
from domain.ids import TokenId, UserId
from domain.ports import Begin, Clock, NewId, NewSecret, Work


@frozen
class CreatedToken:
    """A new token, and the text that is shown only once."""

    token: PersonalAccessToken
    text: str
    repeated: bool = False
    """Whether an earlier request with the same idempotency key created it."""


@frozen
class CreateToken:
    """Create a personal access token."""

    begin: Begin
    now: Clock
    new_id: NewId
    new_secret: NewSecret
    receipts: EncryptedReceipts
    limit: int
    """Tokens per account."""

    @retry_on_conflict
    async def __call__(self, actor: UserId, new: NewPersonalAccessToken, key: RequestKey | None = None) -> CreatedToken:
        """Return the token; raise `TooManyTokens` or `UserNotFound`. The same key gets the same token again."""
        at = self.now()
        secret = TokenSecret(user_id=actor, token_id=TokenId(self.new_id()), secret=self.new_secret())
        token = PersonalAccessToken.created(new, secret, at=at)
        async with self.begin() as work:
            slot = await self.receipts.slot(work, key.of(actor, _fingerprint(new)) if key else None)
            if slot.content is not None:
                return _stored(slot.content, new)
            existing = await work.tokens.of(actor)
            active = [each for each in existing if each.is_active(at)]
            if len(active) >= self.limit:
                raise TooManyTokens(limit=self.limit)
            for each in existing:
                if each not in active:
                    work.tokens.remove(each)
            user = await work.users.get(actor)
            if user.disabled_at is not None:
                raise InvalidToken
            work.users.expect(user)  # so that the account is not disabled, nor its password changed, in the meantime
            work.tokens.add(token)
            slot.fill(work, json.dumps({"text": secret.text, "at": at.isoformat()}).encode())
        return CreatedToken(token, secret.text)


def _fingerprint(new: NewPersonalAccessToken) -> bytes:
    content = [new.name, sorted(new.scopes), new.expires_in_days]
    return sha256(json.dumps(content).encode()).digest()


def _stored(content: bytes, new: NewPersonalAccessToken) -> CreatedToken:
    """Return the token as it was when it was created, out of its receipt and the same command."""
    stored = json.loads(content)
    secret = TokenSecret.parsed(stored["text"])
    token = PersonalAccessToken.created(new, secret, at=datetime.fromisoformat(stored["at"]))
    return CreatedToken(token, secret.text, repeated=True)


@frozen
class AuthenticateToken:
    """Return the personal access token of a text, in its present state."""

    begin: Begin
    now: Clock

    async def __call__(self, text: str, admit: Callable[[UserId], object] = admit_all) -> PersonalAccessToken:
        """Return the active token; raise `InvalidToken`.

        `admit` is called with the user before the store is read; it may raise, too.
        """
        at = self.now()
        secret = TokenSecret.parsed(text)
        admit(secret.user_id)
        async with self.begin() as work:
            try:
                token = await work.tokens.get(secret.token_id, owner=secret.user_id)
            except TokenNotFound:
                raise InvalidToken from None
        if not token.is_proven_by(secret) or not token.is_active(at):
            raise InvalidToken
        if (used := token.used(at=at)) is not token:
            await self._note(used)
        return token

    async def _note(self, used: PersonalAccessToken) -> None:
        # Another request may do the same now, or the store may be read-only: no reason to reject this one.
        with suppress(DomainError):
            async with self.begin() as work:
                work.tokens.save(used)


@frozen
class ListTokens:
    """List the caller's personal access tokens."""

    begin: Begin
    now: Clock

    async def __call__(self, actor: UserId) -> tuple[PersonalAccessToken, ...]:
        """Return the active tokens, newest first."""
        at = self.now()
        async with self.begin() as work:
            tokens = await work.tokens.of(actor)
        return tuple(token for token in tokens if token.is_active(at))


@frozen
class RevokeToken:
    """Revoke one personal access token; it is invalid from then on, in every process."""

    begin: Begin

    @retry_on_conflict
    async def __call__(self, actor: Actor, token_id: TokenId) -> None:
        """Raise `TokenNotFound` if the actor has no such token."""
        async with self.begin() as work:
            await self.within(work, actor, token_id)

    async def within(self, work: Work, actor: Actor, token_id: TokenId) -> None:
        """The same as a part of a larger unit of work."""
        work.tokens.remove(await work.tokens.get(token_id, owner=actor.user_id))


@frozen
class RevokeAllTokens:
    """Revoke every personal access token of a user."""

    begin: Begin

    @retry_on_conflict
    async def __call__(self, actor: UserId) -> int:
        """Return how many there were."""
        async with self.begin() as work:
            tokens = await work.tokens.of(actor)
            for token in tokens:
                work.tokens.remove(token)
            return len(tokens)
