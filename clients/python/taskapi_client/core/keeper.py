"""The tokens that a client sends, and their renewal."""

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from typing import TypeAlias

from taskapi_client.errors import Unauthenticated
from taskapi_client.types.accounts import Tokens

OnTokens: TypeAlias = Callable[[Tokens | None], None]
"""Is called with each new pair of tokens, to store it; with None when the session has ended."""
Renew: TypeAlias = Callable[[str, str], Awaitable[Tokens]]
"""Exchanges a refresh token, under an idempotency key."""


class TokenKeeper:
    """Keeps the tokens of one client. Its representation does not show them."""

    def __init__(
        self,
        credentials: str | Tokens | None,
        on_tokens: OnTokens | None,
        lock: AbstractAsyncContextManager[object],
        new_key: Callable[[], str],
    ) -> None:
        self._credentials = credentials
        self._on_tokens = on_tokens
        self._lock = lock
        self._new_key = new_key
        self._pending: tuple[str, str] | None = None

    @property
    def token(self) -> str | None:
        """The token to send now."""
        credentials = self._credentials
        return credentials.token if isinstance(credentials, Tokens) else credentials

    def begin(self, tokens: Tokens) -> None:
        """Use new tokens from now on."""
        self._store(tokens)

    def end(self) -> None:
        """Forget the tokens."""
        self._store(None)

    async def renewed(self, rejected: str, renew: Renew) -> str | None:
        """Return a token that replaces a rejected one; None if there is none.

        Of many callers at once, one exchanges the refresh token, and the others wait for the result.
        """
        async with self._lock:
            credentials = self._credentials
            if self.token != rejected:
                return self.token
            if not isinstance(credentials, Tokens):
                return None
            tokens: Tokens | None
            try:
                tokens = await renew(credentials.refresh_token, self._key_for(credentials.refresh_token))
            except Unauthenticated:
                tokens = None
            if self._credentials is credentials:  # no log-in and no log-out meanwhile
                self._store(tokens)
            return self.token

    def _key_for(self, refresh_token: str) -> str:
        """Return the key of a refresh. It stays the same if the refresh was cancelled or failed, and begins anew."""
        if self._pending is None or self._pending[0] != refresh_token:
            self._pending = refresh_token, self._new_key()
        return self._pending[1]

    def _store(self, tokens: Tokens | None) -> None:
        self._credentials, self._pending = tokens, None
        if self._on_tokens is not None:
            self._on_tokens(tokens)
