"""The tables of what belongs to accounts."""

import json
from collections.abc import Iterable

from adapters.postgres.sql.table import Field, Table, Type
from domain.accounts.personal_access_token import Scope
from domain.accounts.user import Email
from domain.ports.stored import (
    ALLOWANCE,
    PERSONAL_ACCESS_TOKEN,
    RECEIPT,
    SESSION,
    USER,
)


def _headers(text: str) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name, value in json.loads(text))


def _joined_scopes(scopes: Iterable[Scope]) -> str:
    return " ".join(sorted(scopes))


def _scopes(text: str) -> frozenset[Scope]:
    return frozenset(map(Scope, text.split()))


USERS = Table(
    USER,
    "users",
    (
        Field("id", Type.UUID),
        Field("email", Type.SORTED_TEXT, decode=Email),
        Field("password_hash", Type.TEXT),
        Field("created_at", Type.TIME),
        Field("disabled_at", Type.TIME, nullable=True),
        Field("version", Type.INTEGER),
    ),
)
SESSIONS = Table(
    SESSION,
    "sessions",
    (
        Field("user_id", Type.UUID),
        Field("id", Type.UUID),
        Field("created_at", Type.TIME),
        Field("last_used_at", Type.TIME),
        Field("expires_at", Type.TIME),
        Field("ended_at", Type.TIME, nullable=True),
        Field("user_agent", Type.TEXT, nullable=True),
        Field("address", Type.TEXT, nullable=True),
        Field("generation", Type.INTEGER),
        Field("token_digest", Type.BYTES),
        Field("rotated_at", Type.TIME, nullable=True),
        Field("sealed_successor", Type.BYTES, nullable=True),
        Field("version", Type.INTEGER),
    ),
)
PERSONAL_ACCESS_TOKENS = Table(
    PERSONAL_ACCESS_TOKEN,
    "personal_access_tokens",
    (
        Field("user_id", Type.UUID),
        Field("id", Type.UUID),
        Field("name", Type.TEXT),
        Field("scopes", Type.TEXT, encode=_joined_scopes, decode=_scopes, comment="separated by blanks"),
        Field("created_at", Type.TIME),
        Field("expires_at", Type.TIME),
        Field("last_used_at", Type.TIME, nullable=True),
        Field("digest", Type.BYTES, comment="SHA-256 of the secret"),
        Field("version", Type.INTEGER),
    ),
)
RECEIPTS = Table(
    RECEIPT,
    "receipts",
    (
        Field("user_id", Type.UUID, attribute="owner"),
        Field("route", Type.TEXT),
        Field("key", Type.TEXT),
        Field("fingerprint", Type.BYTES),
        Field("status", Type.SMALL_INTEGER, attribute="code"),
        Field(
            "headers",
            Type.TEXT,
            attribute="metadata",
            encode=json.dumps,
            decode=_headers,
            comment="JSON array of [name, value]",
        ),
        Field("body", Type.BYTES, attribute="content"),
        Field("created_at", Type.TIME),
        Field("version", Type.INTEGER),
    ),
)
ALLOWANCES = Table(
    ALLOWANCE,
    "allowances",
    (
        Field("subject", Type.SORTED_TEXT),
        Field("used", Type.BIG_INTEGER),
        Field("since", Type.TIME),
        Field("until", Type.TIME),
        Field("version", Type.INTEGER),
    ),
)
