"""Fresh ids and secrets."""

import secrets
from uuid import UUID

from uuid_utils.compat import uuid7

from domain.accounts.refresh_token import SECRET_BYTES


def new_id() -> UUID:
    """A UUIDv7 (RFC 9562): within a process each one sorts behind all before it."""
    return uuid7()


def new_secret() -> bytes:
    """256 fresh random bits."""
    return secrets.token_bytes(SECRET_BYTES)
