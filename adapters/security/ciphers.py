"""Encryption of what is stored only to be returned, such as the response to a log-in."""

import hmac
from hashlib import shake_256
from secrets import token_bytes

from adapters.security.keys import Purpose, SigningKeys, hkdf

_MAC = 32
_NONCE = 32


class StreamCipher:
    """The port `Cipher`: each text is XORed with a pad of its own, then authenticated (encrypt-then-MAC).

    The pad is SHAKE-256 of a key and a random nonce, the MAC HMAC-SHA-256 under another key over nonce, context and
    text: the standard library has no authenticated cipher, and these are its building blocks. The first key encrypts,
    all decrypt.
    """

    def __init__(self, keys: SigningKeys) -> None:
        self._keys = [
            (hkdf(key.secret, salt=b"taskapi", info=b"pad"), hkdf(key.secret, salt=b"taskapi", info=b"mac"))
            for key in keys.derived(Purpose.RECEIPTS).keys
        ]

    def encrypt(self, plain: bytes, *, context: bytes) -> bytes:
        """Return what can be decrypted in the same context only."""
        pad_key, mac_key = self._keys[0]
        nonce = token_bytes(_NONCE)
        sealed = nonce + _padded(plain, pad_key, nonce)
        return _mac(mac_key, sealed, context) + sealed

    def decrypt(self, encrypted: bytes, *, context: bytes) -> bytes | None:
        """Return the plain text; None if it was not encrypted by one of the keys in this context."""
        mac, sealed = encrypted[:_MAC], encrypted[_MAC:]
        for pad_key, mac_key in self._keys:
            if hmac.compare_digest(mac, _mac(mac_key, sealed, context)):
                return _padded(sealed[_NONCE:], pad_key, sealed[:_NONCE])
        return None


def _padded(text: bytes, key: bytes, nonce: bytes) -> bytes:
    pad = shake_256(key + nonce).digest(len(text))
    return bytes(a ^ b for a, b in zip(text, pad, strict=True))


def _mac(key: bytes, sealed: bytes, context: bytes) -> bytes:
    # The length separates context and text: no byte can move from one to the other.
    return hmac.digest(key, len(context).to_bytes(8, "big") + context + sealed, "sha256")
