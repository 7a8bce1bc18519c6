"""Fast, deterministic adapters that keep the contracts of their ports: clock, ids, secrets, passwords, tokens."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from itertools import count
from uuid import UUID

from attrs import define, field

from adapters.testing.builders import NOON
from domain.accounts.password import Password
from domain.accounts.refresh_token import SECRET_BYTES, RefreshToken
from domain.accounts.session import InvalidToken, Session
from domain.errors import HashingOverloaded
from domain.ids import SessionId, UserId

LIFETIME = timedelta(hours=24)


@define
class SteppableClock:
    """`domain.ports.Clock` that stands still until a test moves it."""

    time: datetime = NOON

    def __call__(self) -> datetime:
        return self.time

    def nanoseconds(self) -> int:
        """As a monotonic clock, since noon."""
        return int((self.time - NOON).total_seconds() * 1e9)

    def step(self, by: timedelta) -> None:
        self.time += by


class CountedIds:
    """`domain.ports.NewId` that counts from 1; later ids sort behind earlier ones."""

    def __init__(self) -> None:
        self._numbers = count(1)

    def __call__(self) -> UUID:
        return UUID(int=next(self._numbers))


class CountedSecrets:
    """`domain.ports.NewSecret` that counts from 1."""

    def __init__(self) -> None:
        self._numbers = count(1)

    def __call__(self) -> bytes:
        return next(self._numbers).to_bytes(SECRET_BYTES, "big")


def pseudonym(name: str) -> str:
    """`domain.accounts.allowance.Pseudonym` that anyone can reverse."""
    return f"<{name}>"


@define
class QuickPasswords:
    """`domain.ports.PasswordHasher` without the hashing; `strength` is what its parameters are today."""

    strength: int = 1
    overloaded: bool = False
    """Whether the queue of callers that are not preferred is full."""
    checked: list[str | None] = field(factory=list, init=False)
    """The hashes that passwords were verified against; None for an unknown user."""
    hashed: int = field(default=0, init=False)
    """How many passwords were hashed."""

    async def hash(self, password: Password) -> str:
        self.hashed += 1
        await asyncio.sleep(0)
        return f"{self.strength}:{password.reveal()}"

    async def verify(
        self,
        password: Password,
        password_hash: str | None,
        *,
        preferred: bool = False,
        first: Callable[[], Awaitable[object]] | None = None,
    ) -> bool:
        if self.overloaded and not preferred:
            raise HashingOverloaded
        if first:
            await first()
        self.checked.append(password_hash)
        await asyncio.sleep(0)
        return password_hash is not None and password_hash.partition(":")[2] == password.reveal()

    def outdated(self, password_hash: str) -> bool:
        return int(password_hash.partition(":")[0]) < self.strength


class PlainAccessTokens:
    """`domain.ports.AccessTokens` that anyone could forge."""

    lifetime = int(LIFETIME.total_seconds())

    def issue(self, session: Session, *, at: datetime) -> str:
        until = min(at + LIFETIME, session.expires_at)
        return f"access {session.user_id} {session.id} {until.isoformat()}"

    def read(self, token: str, *, at: datetime) -> tuple[UserId, SessionId]:
        match token.split():
            case ["access", user, session, until] if at < datetime.fromisoformat(until):
                return UserId(UUID(user)), SessionId(UUID(session))
        raise InvalidToken


class PlainRefreshTokens:
    """`domain.ports.RefreshTokens` that anyone could forge."""

    def write(self, token: RefreshToken) -> str:
        return f"refresh {token.user_id} {token.session_id} {token.generation} {token.secret.hex()}"

    def read(self, text: str) -> RefreshToken:
        match text.split():
            case ["refresh", user, session, generation, secret]:
                return RefreshToken(
                    user_id=UserId(UUID(user)),
                    session_id=SessionId(UUID(session)),
                    generation=int(generation),
                    secret=bytes.fromhex(secret),
                )
        raise InvalidToken


@define
class PlainCipher:
    """`domain.ports.Cipher` that anyone could read."""

    key: bytes = b"key"

    def encrypt(self, plain: bytes, *, context: bytes) -> bytes:
        return b"|".join((self.key, context, plain))

    def decrypt(self, encrypted: bytes, *, context: bytes) -> bytes | None:
        key, found, plain = encrypted.split(b"|", 2)
        return plain if (key, found) == (self.key, context) else None


@define
class PlainRateTable:
    """`domain.ports.RateTable` that keeps every user."""

    users: list[bytes] = field(factory=list)
    times: dict[int, int] = field(factory=dict)

    def of(self, user: bytes) -> tuple[int, int, int]:
        if user not in self.users:
            self.users.append(user)
        cell = self.users.index(user)
        return cell, cell, self.times.get(cell, 0)

    def note(self, cell: int, tag: int, time: int) -> None:
        assert cell == tag
        self.times[cell] = time
