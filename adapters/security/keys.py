"""The signing keys, and one derived key per purpose, so that one kind of token never passes as another."""

import hmac
import re
from enum import StrEnum
from typing import Self

from attrs import define, field, frozen

SHORTEST = 32
"""Bytes a secret must have at least (RFC 7518, 3.2: as many as the hash has)."""
FEWEST_CHARACTERS = 8
"""Different characters a secret must have at least; 32 random hexadecimal digits miss it once in 25 million times."""
LONGEST_CHANCE = 8
"""Characters that may repeat by chance; random hexadecimal digits repeat as many once in four billion times."""
PLACEHOLDERS = ("changeme", "change-me", "change_me", "a-string-secret", "your-256-bit", "your-secret", "placeholder")

_KID = re.compile(r"[A-Za-z0-9-]{1,16}")


class Purpose(StrEnum):
    """The purpose of a derived key; the text is part of its derivation and must never change."""

    ACCESS_TOKENS = "access tokens"
    REFRESH_TOKENS = "refresh tokens"
    CURSORS = "cursors"
    ALLOWANCES = "subjects of allowances"


@frozen
class Key:
    """A secret and the name under which tokens refer to it."""

    kid: str
    secret: bytes = field(repr=False)

    def derived(self, purpose: Purpose) -> "Key":
        """Return the key for one purpose, under the same name: 32 bytes that do not reveal this key."""
        return Key(self.kid, hkdf(self.secret, salt=b"taskapi", info=purpose.encode()))


@frozen
class SigningKeys:
    """One or more keys with different names: the first signs, all verify."""

    keys: tuple[Key, ...]

    @classmethod
    def parsed(cls, text: str) -> Self:
        """Read `secret` or `kid:secret`, or several of either with commas between; raise `UnusableSecret`.

        A secret that comes without a name is named after a digest of itself, so
        it keeps its name when a newer key is put before it.
        """
        keys = tuple(_parsed(part.strip()) for part in text.split(","))
        if len({key.kid for key in keys}) < len(keys) or len({key.secret for key in keys}) < len(keys):
            raise UnusableSecret("names a key or gives a secret twice")
        return cls(keys)

    @property
    def first(self) -> Key:
        """The key that signs."""
        return self.keys[0]

    def named(self, kid: str) -> Key | None:
        """Return the key with this name, if there is one."""
        return next((key for key in self.keys if key.kid == kid), None)

    def derived(self, purpose: Purpose) -> "SigningKeys":
        """The sub-keys for one purpose, in the same order and under the same names."""
        return SigningKeys(tuple(key.derived(purpose) for key in self.keys))


def _parsed(part: str) -> Key:
    kid, colon, secret = part.partition(":")
    if not colon:
        return _named_after_itself(_strong(part))
    if not _KID.fullmatch(kid):
        raise UnusableSecret("has a colon, but before it no name of 1 to 16 letters, digits and hyphens")
    return Key(kid, _strong(secret))


def _named_after_itself(secret: bytes) -> Key:
    return Key(hkdf(secret, salt=b"taskapi", info=b"kid").hex()[:8], secret)


def _strong(text: str) -> bytes:
    """Return the bytes of a secret; raise `UnusableSecret` if it is easy to guess."""
    try:
        secret = text.encode()
    except UnicodeEncodeError:
        raise UnusableSecret("is not valid UTF-8") from None
    if len(secret) < SHORTEST:
        raise UnusableSecret(f"has {len(secret)} bytes, needs at least {SHORTEST} (no comma may be part of it)")
    if any(placeholder in text.lower() for placeholder in PLACEHOLDERS):
        raise UnusableSecret("is a sample that everybody knows; use random characters")
    if len(set(secret)) < FEWEST_CHARACTERS or _repeats_itself(secret):
        raise UnusableSecret("repeats a few characters; use random ones")
    return secret


def _repeats_itself(secret: bytes) -> bool:
    """Whether the secret repeats its beginning: repetition does not strengthen a short piece."""
    periods = range(1, min(SHORTEST, len(secret) - LONGEST_CHANCE + 1))
    return any(secret.startswith(secret[period:]) for period in periods)


def hkdf(secret: bytes, *, salt: bytes, info: bytes) -> bytes:
    """Derive 32 bytes from a secret (RFC 5869 with SHA-256, one block)."""
    extracted = hmac.digest(salt, secret, "sha256")
    return hmac.digest(extracted, info + b"\x01", "sha256")


@define(eq=False)
class UnusableSecret(ValueError):
    """A secret must not be used; the message says why and never contains the secret."""

    reason: str

    def __str__(self) -> str:
        return self.reason
