"""Seals for data that clients carry, such as cursors: readable, tamper-proof, and bound to a context."""

import hmac
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode

from adapters.security.keys import Key, Purpose, SigningKeys
from domain.errors import InvalidInput

MAX_LENGTH = 4_096
"""Characters of a sealed text; longer ones are rejected unread."""
_MAC = 16
_TEXT = re.compile(rf"[A-Za-z0-9_-]{{1,{MAX_LENGTH}}}")


class Seal:
    """Seals bytes as URL-safe text, bound to a context such as the user and the query they were made for."""

    def __init__(self, keys: SigningKeys) -> None:
        self._keys = keys.derived(Purpose.CURSORS)

    def seal(self, payload: bytes, *, context: bytes) -> str:
        """Return the payload under a seal; its holder can read it but not forge another."""
        return _encoded(_mac(self._keys.first, payload, context) + payload)

    def open(self, text: str, *, context: bytes) -> bytes:
        """Return the payload; raise `InvalidInput` (empty path) unless we sealed it in this context."""
        if _TEXT.fullmatch(text) and len(text) % 4 != 1:
            sealed = urlsafe_b64decode(text + "=" * (-len(text) % 4))
            mac, payload = sealed[:_MAC], sealed[_MAC:]
            genuine = any(hmac.compare_digest(mac, _mac(key, payload, context)) for key in self._keys.keys)
            # The last character has unused bits: only the canonical spelling is accepted.
            if genuine and _encoded(sealed) == text:
                return payload
        raise InvalidInput.of("not-ours", "must be one that this service gave out for the same request")


def _mac(key: Key, payload: bytes, context: bytes) -> bytes:
    # The length separates context and payload: no byte can move from one to the other.
    return hmac.digest(key.secret, len(context).to_bytes(8, "big") + context + payload, "sha256")[:_MAC]


def _encoded(sealed: bytes) -> str:
    return urlsafe_b64encode(sealed).rstrip(b"=").decode()
