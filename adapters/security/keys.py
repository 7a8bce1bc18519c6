"""The signing keys, and one derived key per purpose, so that one kind of token never passes as another."""

import hmac
from enum import StrEnum

from attrs import field, frozen


class Purpose(StrEnum):
    """The purpose of a derived key; the text is part of its derivation and must never change."""

    ACCESS_TOKENS = "access tokens"
    REFRESH_TOKENS = "refresh tokens"
    CURSORS = "cursors"
    ALLOWANCES = "subjects of allowances"
    RECEIPTS = "content of receipts"


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

    @property
    def first(self) -> Key:
        """The key that signs."""
        return self.keys[0]

    def named(self, kid: str) -> Key | None:
        """Return the key with this name, if there is one."""
        return next((key for key in self.keys if key.kid == kid), None)

    def derived(self, purpose: Purpose) -> "SigningKeys":
        """Return the keys for one purpose, in the same order and under the same names."""
        return SigningKeys(tuple(key.derived(purpose) for key in self.keys))


def hkdf(secret: bytes, *, salt: bytes, info: bytes) -> bytes:
    """Derive 32 bytes from a secret (RFC 5869 with SHA-256, one block)."""
    extracted = hmac.digest(salt, secret, "sha256")
    return hmac.digest(extracted, info + b"\x01", "sha256")
