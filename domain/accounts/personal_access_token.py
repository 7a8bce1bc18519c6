"""Personal access tokens: what programs use instead of a password."""

import hmac
import re
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Annotated, Self
from uuid import UUID

from attrs import define, evolve, frozen

from domain.accounts.session import InvalidToken
from domain.errors import Conflict, Forbidden, InvalidInput, NotFound, violations_at
from domain.ids import TokenId, UserId
from domain.text import TOKEN_NAME

PREFIX = "tapi_"
"""Identifies a token to programs that search for leaked secrets."""
SECRET_BYTES = 32
MAX_DAYS, DEFAULT_DAYS = 365, 90
USE_INTERVAL = timedelta(minutes=5)
"""How much later a use must be than the last one to be recorded."""
_CHECKSUM_BYTES = 4
_text = re.compile(rf"{PREFIX}([A-Za-z0-9_-]{{91}})").fullmatch


class Scope(StrEnum):
    """What a personal access token may be used for."""

    TASKS_READ = "tasks:read"
    TASKS_WRITE = "tasks:write"
    ACCOUNT = "account"


@frozen(kw_only=True)
class NewPersonalAccessToken:
    """The command to create a token; raises `InvalidInput`."""

    name: Annotated[str, TOKEN_NAME]
    scopes: tuple[Scope, ...]
    expires_in_days: int = DEFAULT_DAYS

    def __attrs_post_init__(self) -> None:
        with violations_at("name"):
            object.__setattr__(self, "name", TOKEN_NAME(self.name))
        with violations_at("scopes"):
            if not self.scopes or len({*self.scopes}) < len(self.scopes):
                raise InvalidInput.of("out-of-range", "must name at least one scope, and each only once")
        with violations_at("expires_in_days"):
            if not 1 <= self.expires_in_days <= MAX_DAYS:
                raise InvalidInput.of("out-of-range", f"must be 1 to {MAX_DAYS}")


@frozen(kw_only=True)
class TokenSecret:
    """What only the owner of a token has: the text names the user and the token, and ends with 256 random bits."""

    user_id: UserId
    token_id: TokenId
    secret: bytes

    def __repr__(self) -> str:
        return f"TokenSecret(token_id={self.token_id})"

    @property
    def digest(self) -> bytes:
        """What is stored of it. One SHA-256 suffices, because 256 random bits cannot be guessed."""
        return sha256(self.secret).digest()

    @property
    def text(self) -> str:
        """The token as the owner sends it; a checksum (CRC-32) lets a mutilated one be recognised unread."""
        content = self.user_id.bytes + self.token_id.bytes + self.secret
        checksum = zlib.crc32(content).to_bytes(_CHECKSUM_BYTES, "big")
        return PREFIX + urlsafe_b64encode(content + checksum).decode().rstrip("=")

    @classmethod
    def parsed(cls, text: str) -> Self:
        """Return the secret in a text; raise `InvalidToken`."""
        found = _text(text)
        if found is None:
            raise InvalidToken
        content = urlsafe_b64decode(found[1] + "=")
        content, checksum = content[:-_CHECKSUM_BYTES], content[-_CHECKSUM_BYTES:]
        secret = cls(
            user_id=UserId(UUID(bytes=content[:16])), token_id=TokenId(UUID(bytes=content[16:32])), secret=content[32:]
        )
        if zlib.crc32(content).to_bytes(_CHECKSUM_BYTES, "big") != checksum or secret.text != text:
            raise InvalidToken
        return secret


@frozen(kw_only=True)
class PersonalAccessToken:
    """A token of a user, of which only a digest is stored."""

    id: TokenId
    user_id: UserId
    name: str
    scopes: frozenset[Scope]
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None = None
    digest: bytes
    version: int = 1

    @classmethod
    def created(cls, new: NewPersonalAccessToken, secret: TokenSecret, *, at: datetime) -> Self:
        """Return a new token."""
        return cls(
            id=secret.token_id,
            user_id=secret.user_id,
            name=new.name,
            scopes=frozenset(new.scopes),
            created_at=at,
            expires_at=at + timedelta(days=new.expires_in_days),
            digest=secret.digest,
        )

    def is_active(self, at: datetime) -> bool:
        """Return whether the token has not expired."""
        return at < self.expires_at

    def is_proven_by(self, secret: TokenSecret) -> bool:
        """Return whether it is the secret of this token."""
        return hmac.compare_digest(self.digest, secret.digest)

    def used(self, *, at: datetime) -> Self:
        """Return the next version, which was used now; this one if it was used just before."""
        if self.last_used_at is not None and at < self.last_used_at + USE_INTERVAL:
            return self
        return evolve(self, version=self.version + 1, last_used_at=at)


@define(eq=False)
class InsufficientScope(Forbidden):
    """A personal access token does not permit this operation."""

    scope: Scope | None
    """The scope that would; None if only a session does."""

    def __str__(self) -> str:
        if self.scope is None:
            return "a personal access token cannot do this; log in and use the token of the session"
        return f"this token does not have the scope {self.scope}; use one that has it"


@define(eq=False)
class TooManyTokens(Conflict):
    limit: int

    def __str__(self) -> str:
        return f"there are already {self.limit} personal access tokens; revoke one of them first"


@define(eq=False)
class TokenNotFound(NotFound):
    token_id: TokenId

    def __str__(self) -> str:
        return f"there is no personal access token {self.token_id}"
