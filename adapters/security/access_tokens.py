"""Access tokens: JWTs by RFC 8725 and RFC 9068, stricter than either, since only we issue them."""

import json
import re
import secrets
from base64 import urlsafe_b64decode
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Annotated, Literal, Self
from uuid import UUID

import jwt
import msgspec
from attrs import frozen

from adapters.security.keys import Purpose, SigningKeys
from domain.accounts.session import InvalidToken, Session
from domain.ids import SessionId, UserId

ALGORITHM = "HS256"
TYPE = "at+jwt"
MAX_LENGTH = 4_096
"""Characters of a token; longer ones are rejected unread."""
SKEW = timedelta(seconds=60)
"""How far ahead the clock of the process that issued a token may be; nothing is added to its end."""
CACHE_SIZE = 10_000
"""Verified tokens that are cached, about 5 MB."""

_FORMAT = re.compile(r"([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)\.[A-Za-z0-9_-]{43}")
_Seconds = Annotated[int, msgspec.Meta(ge=0, le=int(datetime.max.replace(tzinfo=UTC).timestamp()))]


class _Header(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The exact header of an issued token; one with `crit`, `jwk` or `jku` is rejected."""

    alg: Literal["HS256"]
    typ: str
    kid: str


_HEADER = msgspec.json.Decoder(_Header)


class _Claims(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The exact claims of an issued token, with their types."""

    iss: str
    aud: str
    sub: UUID
    sid: UUID
    jti: Annotated[str, msgspec.Meta(min_length=1)]
    iat: _Seconds
    exp: _Seconds


@frozen
class _VerifiedToken:
    """The cached contents of a verified token."""

    user_id: UserId
    session_id: SessionId
    valid_from: datetime
    valid_until: datetime

    @classmethod
    def of(cls, claims: _Claims, lifetime: int) -> Self:
        return cls(
            UserId(claims.sub),
            SessionId(claims.sid),
            datetime.fromtimestamp(claims.iat, UTC) - SKEW,
            datetime.fromtimestamp(min(claims.exp, claims.iat + lifetime), UTC),
        )


class JwtAccessTokens:
    """The port `AccessTokens` in HS256 with one fixed type, issuer and audience.

    A token is verified once (about 75 us) and then cached by its digest (about
    1.5 us); its times are checked at every read. A token that was issued with a
    longer lifetime expires after the present one: a shorter setting takes effect
    at once, also while processes run with the old one.
    """

    def __init__(
        self, keys: SigningKeys, *, lifetime: timedelta, issuer: str = "taskapi", audience: str = "taskapi"
    ) -> None:
        self._keys = keys.derived(Purpose.ACCESS_TOKENS)
        self._lifetime = int(lifetime.total_seconds())
        self._issuer = issuer
        self._audience = audience
        self._verified_tokens: dict[bytes, _VerifiedToken] = {}

    @property
    def lifetime(self) -> int:
        """Seconds that a token is valid, unless its session ends before."""
        return self._lifetime

    def issue(self, session: Session, *, at: datetime) -> str:
        """Return a token for the session; no token outlives its session."""
        issued_at = int(at.timestamp())
        claims = {
            "iss": self._issuer,
            "aud": self._audience,
            "sub": str(session.user_id),
            "sid": str(session.id),
            "jti": secrets.token_urlsafe(12),
            "iat": issued_at,
            "exp": min(issued_at + self._lifetime, int(session.expires_at.timestamp())),
        }
        key = self._keys.first
        return jwt.encode(claims, key.secret, ALGORITHM, headers={"typ": TYPE, "kid": key.kid})

    def read(self, token: str, *, at: datetime) -> tuple[UserId, SessionId]:
        """Return the token's user and session; raise `InvalidToken`. Does not check that the session is active."""
        if len(token) > MAX_LENGTH or not token.isascii():
            raise InvalidToken
        digest = sha256(token.encode()).digest()
        proof = self._verified_tokens.get(digest) or self._cached(digest, self._verified(token))
        if not proof.valid_from <= at < proof.valid_until:
            self._verified_tokens.pop(digest, None)
            raise InvalidToken
        return proof.user_id, proof.session_id

    def _cached(self, digest: bytes, proof: _VerifiedToken) -> _VerifiedToken:
        while len(self._verified_tokens) >= CACHE_SIZE:
            del self._verified_tokens[next(iter(self._verified_tokens))]  # the one that was verified first
        self._verified_tokens[digest] = proof
        return proof

    def _verified(self, token: str) -> _VerifiedToken:
        """Check everything but the present time."""
        match = _FORMAT.fullmatch(token)
        if not match:
            raise InvalidToken
        try:
            for segment in match.groups():
                json.loads(_decoded(segment), object_pairs_hook=_without_duplicates)
            claims = self._claims(token, _HEADER.decode(_decoded(match[1])))
        # PyJWT and msgspec raise some of these for hostile input.
        except (jwt.PyJWTError, msgspec.MsgspecError, ValueError, RecursionError):
            raise InvalidToken from None
        return _VerifiedToken.of(claims, self._lifetime)

    def _claims(self, token: str, header: _Header) -> _Claims:
        key = self._keys.named(header.kid)
        if key is None or header.typ.lower() != TYPE:
            raise InvalidToken
        payload = jwt.decode(
            token,
            key.secret,
            algorithms=[ALGORITHM],
            issuer=self._issuer,
            audience=self._audience,
            # Times are checked against `at`, not against a clock inside the library.
            options={"verify_exp": False, "verify_iat": False, "verify_nbf": False},
        )
        return msgspec.convert(payload, _Claims)


def _without_duplicates(pairs: list[tuple[str, object]]) -> None:
    """Raise `ValueError` if a name occurs twice: readers would disagree about its value (RFC 7519, 4)."""
    if len({name for name, _ in pairs}) < len(pairs):
        raise ValueError


def _decoded(segment: str) -> bytes:
    return urlsafe_b64decode(segment + "=" * (-len(segment) % 4))
