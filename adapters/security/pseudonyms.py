"""Pseudonyms for what is counted, so that a copy of the database does not identify users."""

import hmac

from adapters.security.keys import Purpose, SigningKeys


class KeyedPseudonyms:
    """The port `Pseudonym`: HMAC-SHA-256 in hexadecimal digits, under the first key.

    With a new first key every pseudonym changes, so earlier attempts no longer count.
    """

    def __init__(self, keys: SigningKeys) -> None:
        self._key = keys.derived(Purpose.ALLOWANCES).first.secret

    def __call__(self, text: str) -> str:
        """Return the pseudonym of a name."""
        return hmac.digest(self._key, text.encode(), "sha256").hex()
