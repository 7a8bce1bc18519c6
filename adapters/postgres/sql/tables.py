"""How entities become rows: one description of each table, from which everything else is derived.

`schema` makes the SQLAlchemy tables of it, `composing` the statements, `batching.domain_errors` the meaning of broken
constraints. Processes that serve load this module, but not SQLAlchemy.
"""

import json
from collections.abc import Iterable, Mapping
from operator import attrgetter
from typing import Any

from adapters.postgres.sql.change_fields import decode_fields, encode_fields
from adapters.postgres.sql.earlier_terms import earlier_vector
from adapters.postgres.sql.search_terms import vector
from adapters.postgres.sql.table import DerivedField, Field, Table, Type
from domain.accounts.personal_access_token import Scope
from domain.accounts.user import Email
from domain.changes.recorded_change import Effect, ObjectKind
from domain.ports.stored import (
    ALLOWANCE,
    CHANGE_COUNTER,
    PERSONAL_ACCESS_TOKEN,
    RECEIPT,
    RECORDED_CHANGE,
    SESSION,
    STORED,
    TASK,
    USER,
    Entity,
)
from domain.tasks.priority import Priority
from domain.tasks.status import Status
from domain.tasks.task import Task
from domain.tasks.title_order import title_key


def _headers(text: str) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name, value in json.loads(text))


def _joined_scopes(scopes: Iterable[Scope]) -> str:
    return " ".join(sorted(scopes))


def _scopes(text: str) -> frozenset[Scope]:
    return frozenset(map(Scope, text.split()))


def _joined_numbers(numbers: Iterable[int]) -> str | None:
    return " ".join(map(str, numbers)) or None


def _numbers(text: str | None) -> tuple[int, ...]:
    return tuple(map(int, (text or "").split()))


STATUSES = {status.value: status for status in Status}
"""A lookup takes a tenth of the time of `Status(...)`."""

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
TASKS: Table[Task] = Table(
    TASK,
    "tasks",
    (
        Field("user_id", Type.UUID, attribute="owner"),
        Field("id", Type.UUID),
        Field("title", Type.SORTED_TEXT),
        Field("description", Type.TEXT, nullable=True),
        Field("status", Type.TEXT, decode=STATUSES.__getitem__),
        Field(
            "priority",
            Type.SMALL_INTEGER,
            encode=attrgetter("rank"),
            decode=tuple(Priority).__getitem__,
            comment="rank: 0 low, 1 medium, 2 high, 3 critical",
        ),
        Field("due_at", Type.TIME, nullable=True),
        Field("completed_at", Type.TIME, nullable=True),
        Field("created_at", Type.TIME),
        Field("updated_at", Type.TIME),
        Field("version", Type.INTEGER),
        Field("creation_digest", Type.BYTES, nullable=True),
    ),
    derived=(
        DerivedField("words", Type.TERMS, earlier_vector, "''", "terms as the release before defines them"),
        DerivedField("terms", Type.TERMS, vector, "''", "terms and positions as domain.tasks.words defines them"),
        DerivedField("title_key", Type.SORTED_TEXT, lambda task: title_key(task.title), "''", "the order of titles"),
        DerivedField("derived_version", Type.INTEGER, attrgetter("version"), "0", "the version they were derived from"),
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
CHANGE_COUNTERS = Table(
    CHANGE_COUNTER,
    "change_counters",
    (
        Field("user_id", Type.UUID, attribute="owner"),
        Field("latest", Type.BIG_INTEGER, comment="number of the last change"),
    ),
)
CHANGES = Table(
    RECORDED_CHANGE,
    "changes",
    (
        Field("user_id", Type.UUID, attribute="owner"),
        Field("number", Type.BIG_INTEGER, comment="consecutive per user, in the order of the commits"),
        Field("object_id", Type.UUID),
        Field("object_kind", Type.TEXT, decode={kind.value: kind for kind in ObjectKind}.__getitem__),
        Field("effect", Type.TEXT, decode={effect.value: effect for effect in Effect}.__getitem__),
        Field("version_before", Type.INTEGER, nullable=True),
        Field("version_after", Type.INTEGER, nullable=True),
        Field("at", Type.TIME),
        Field("session_id", Type.UUID, nullable=True),
        Field("token_id", Type.UUID, nullable=True),
        Field("request_id", Type.TEXT, nullable=True),
        Field(
            "undoes",
            Type.TEXT,
            nullable=True,
            encode=_joined_numbers,
            decode=_numbers,
            comment="numbers of the undone changes, separated by blanks",
        ),
        Field("fields", Type.TEXT, encode=encode_fields, decode=decode_fields, comment="JSON: name to [before, after]"),
    ),
)


def _by_entity(tables: Iterable[Table[Any]]) -> Mapping[type[Entity], Table[Any]]:
    by_entity = {table.stored.entity: table for table in tables}
    return {kind: by_entity[kind] for kind in STORED}


TABLES = _by_entity((USERS, SESSIONS, PERSONAL_ACCESS_TOKENS, TASKS, RECEIPTS, ALLOWANCES))
"""All tables that units of work write, in the order in which every commit writes them."""
RECORD_TABLES: tuple[Table[Any], ...] = (CHANGE_COUNTERS, CHANGES)
"""The tables that commits write after the tasks."""
