"""Entity to row and back."""

import json
from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from attrs import frozen

from adapters.postgres.sql.search_terms import vector
from domain.accounts.allowance import Allowance
from domain.accounts.receipt import Answer, Receipt
from domain.accounts.session import Session
from domain.accounts.user import Email, User
from domain.ports.change_set import Entity
from domain.tasks.priority import Priority
from domain.tasks.status import Status
from domain.tasks.task import Task

E = TypeVar("E", bound=Entity)

Row = Sequence[Any]
"""The values of a table's columns, in their order."""


@frozen
class Rows(Generic[E]):
    """How entities of one kind are kept."""

    table: str
    columns: tuple[str, ...]
    """As `schema` declares them: first those of the key, last those that only searches use, which are not read."""
    row: Callable[[E], Row]
    entity: Callable[[Row], E]


PRIORITIES = tuple(Priority)
STATUSES = {status.value: status for status in Status}
"""A tenth of the time of `Status(...)`, twenty times a page."""


def _task_row(task: Task) -> Row:
    return (
        task.owner,
        task.id,
        task.title,
        task.description,
        task.status,
        task.priority.rank,
        task.due_at,
        task.completed_at,
        task.created_at,
        task.updated_at,
        task.version,
        vector(task),
    )


def _task(row: Row) -> Task:
    return Task(
        owner=row[0],
        id=row[1],
        title=row[2],
        description=row[3],
        status=STATUSES[row[4]],
        priority=PRIORITIES[row[5]],
        due_at=row[6],
        completed_at=row[7],
        created_at=row[8],
        updated_at=row[9],
        version=row[10],
    )


def _user_row(user: User) -> Row:
    return user.id, user.email, user.password_hash, user.created_at, user.disabled_at, user.version


def _user(row: Row) -> User:
    return User(
        id=row[0],
        email=Email(row[1]),
        password_hash=row[2],
        created_at=row[3],
        disabled_at=row[4],
        version=row[5],
    )


def _session_row(session: Session) -> Row:
    return (
        session.user_id,
        session.id,
        session.created_at,
        session.last_used_at,
        session.expires_at,
        session.ended_at,
        session.user_agent,
        session.address,
        session.generation,
        session.token_digest,
        session.rotated_at,
        session.sealed_successor,
        session.version,
    )


def _session(row: Row) -> Session:
    return Session(
        user_id=row[0],
        id=row[1],
        created_at=row[2],
        last_used_at=row[3],
        expires_at=row[4],
        ended_at=row[5],
        user_agent=row[6],
        address=row[7],
        generation=row[8],
        token_digest=row[9],
        rotated_at=row[10],
        sealed_successor=row[11],
        version=row[12],
    )


def _receipt_row(receipt: Receipt) -> Row:
    answer = receipt.answer
    return (
        receipt.owner,
        receipt.route,
        receipt.key,
        receipt.fingerprint,
        answer.status,
        json.dumps(answer.headers),
        answer.body,
        receipt.created_at,
        receipt.version,
    )


def _receipt(row: Row) -> Receipt:
    return Receipt(
        owner=row[0],
        route=row[1],
        key=row[2],
        fingerprint=row[3],
        answer=Answer(row[4], tuple((name, value) for name, value in json.loads(row[5])), row[6]),
        created_at=row[7],
        version=row[8],
    )


def _allowance_row(allowance: Allowance) -> Row:
    return allowance.subject, allowance.used, allowance.since, allowance.until, allowance.version


def _allowance(row: Row) -> Allowance:
    return Allowance(subject=row[0], used=row[1], since=row[2], until=row[3], version=row[4])


USERS = Rows(
    "users",
    ("id", "email", "password_hash", "created_at", "disabled_at", "version"),
    _user_row,
    _user,
)
SESSIONS = Rows(
    "sessions",
    (
        "user_id",
        "id",
        "created_at",
        "last_used_at",
        "expires_at",
        "ended_at",
        "user_agent",
        "address",
        "generation",
        "token_digest",
        "rotated_at",
        "sealed_successor",
        "version",
    ),
    _session_row,
    _session,
)
TASKS = Rows(
    "tasks",
    (
        "user_id",
        "id",
        "title",
        "description",
        "status",
        "priority",
        "due_at",
        "completed_at",
        "created_at",
        "updated_at",
        "version",
        "words",
    ),
    _task_row,
    _task,
)
RECEIPTS = Rows(
    "receipts",
    ("user_id", "route", "key", "fingerprint", "status", "headers", "body", "created_at", "version"),
    _receipt_row,
    _receipt,
)
ALLOWANCES = Rows(
    "allowances",
    ("subject", "used", "since", "until", "version"),
    _allowance_row,
    _allowance,
)

ALL: dict[type[Entity], Rows[Any]] = {
    # The order in which every batch touches the tables: users before what belongs to them.
    User: USERS,
    Session: SESSIONS,
    Task: TASKS,
    Receipt: RECEIPTS,
    Allowance: ALLOWANCES,
}
