"""The signing keys of `JWT_SECRET`: their notation, and how strong a secret must be."""

import hmac
import re

from attrs import field, frozen

from entrypoints.settings.values import GENERATE

MIN_BYTES = 32
"""Bytes of a secret (RFC 7518, 3.2: as many as the hash has)."""
MIN_DISTINCT = 8
"""Distinct characters of a secret; 32 random hexadecimal digits have fewer once in 25 million times."""
MAX_REPETITION = 8
"""Characters that may repeat by chance; random hexadecimal digits repeat as many once in four billion times."""
PLACEHOLDERS = ("changeme", "change-me", "change_me", "a-string-secret", "your-256-bit", "your-secret", "placeholder")

_KID = re.compile(r"[A-Za-z0-9-]{1,16}")


@frozen
class SigningKey:
    """A secret, and the id by which tokens refer to it."""

    kid: str
    secret: bytes = field(repr=False)


def signing_keys(text: str) -> tuple[SigningKey, ...]:
    """Parse `secret` or `kid:secret`, or several of either separated by commas; the first key signs, all verify.

    The id of a secret without one is derived from the secret, so it stays the same when a newer key is put before it.
    Raises `ValueError` whose message never contains a secret.
    """
    try:
        keys = tuple(_key(part.strip()) for part in text.split(","))
        _ensure_distinct(keys)
    except ValueError as error:
        raise ValueError(f"{error}; generate one: {GENERATE}") from None
    return keys


def _ensure_distinct(keys: tuple[SigningKey, ...]) -> None:
    if len({key.kid for key in keys}) < len(keys) or len({key.secret for key in keys}) < len(keys):
        raise ValueError("contains an id or a secret twice")


def _key(part: str) -> SigningKey:
    kid, colon, secret = part.partition(":")
    if not colon:
        secret_bytes = _strong(part)
        return SigningKey(_derived_kid(secret_bytes), secret_bytes)
    if not _KID.fullmatch(kid):
        raise ValueError("must have an id of 1 to 16 letters, digits and hyphens before the colon")
    return SigningKey(kid, _strong(secret))


def _derived_kid(secret: bytes) -> str:
    """Return the start of the key that HKDF-SHA-256 (RFC 5869) derives for the purpose `kid`."""
    return hmac.digest(hmac.digest(b"taskapi", secret, "sha256"), b"kid\x01", "sha256").hex()[:8]


def _strong(text: str) -> bytes:
    """Return the bytes of a secret; raise `ValueError` if it is short or easy to guess."""
    try:
        secret = text.encode()
    except UnicodeEncodeError:
        raise ValueError("is not valid UTF-8") from None
    if len(secret) < MIN_BYTES:
        raise ValueError(f"must be at least {MIN_BYTES} bytes; got {len(secret)} (a secret cannot contain a comma)")
    if any(placeholder in text.lower() for placeholder in PLACEHOLDERS):
        raise ValueError("is a published example; use random characters")
    if len(set(secret)) < MIN_DISTINCT or _repeats(secret):
        raise ValueError("repeats a few characters; use random ones")
    return secret


def _repeats(secret: bytes) -> bool:
    """Return whether the secret repeats its beginning: repetition does not strengthen a short piece."""
    periods = range(1, min(MIN_BYTES, len(secret) - MAX_REPETITION + 1))
    return any(secret.startswith(secret[period:]) for period in periods)
