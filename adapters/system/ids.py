"""New ids and secrets."""

import secrets
from uuid import UUID

from uuid_utils.compat import uuid7

from domain.accounts.refresh_token import SECRET_BYTES


def new_id() -> UUID:
    """Return a UUIDv7 (RFC 9562); within a process each is greater than all before."""
    return uuid7()


def new_secret() -> bytes:
    """Return 256 random bits."""
    return secrets.token_bytes(SECRET_BYTES)
