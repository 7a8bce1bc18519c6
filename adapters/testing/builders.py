"""Valid entities; a test names only the fields that matter to it."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import uuid4

from attrs import evolve

from domain.accounts.allowance import Allowance
from domain.accounts.personal_access_token import PersonalAccessToken, Scope
from domain.accounts.receipt import IdempotencyKey, Outcome, Receipt
from domain.accounts.session import Session
from domain.accounts.user import Email, User
from domain.ids import ProjectId, SessionId, TaskId, TokenId, UserId
from domain.projects.project import Project
from domain.tasks.task import Task

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
REFRESH_GRACE = 60 * SECOND


def a_user_id() -> UserId:
    """Return the id of a user that does not exist."""
    return UserId(uuid4())


def an_email() -> Email:
    """Return an e-mail address that no other user has."""
    return Email(f"{uuid4().hex}@example.com")


def a_user(**differences: Any) -> User:
    """Return a user."""
    user = User(id=a_user_id(), email=an_email(), password_hash="hash", created_at=NOON)
    return evolve(user, **differences)


def a_task(**differences: Any) -> Task:
    """Return a task of a user that does not exist, unless `owner` is given."""
    task = Task(id=TaskId(uuid4()), owner=a_user_id(), title="Water the plants", created_at=NOON, updated_at=NOON)
    return evolve(task, **differences)


def a_project(**differences: Any) -> Project:
    """Return a project of a user that does not exist, unless `owner` is given."""
    project = Project(id=ProjectId(uuid4()), owner=a_user_id(), name="Garden", created_at=NOON, updated_at=NOON)
    return evolve(project, **differences)


def a_session(**differences: Any) -> Session:
    """Return an active session."""
    session = Session(
        id=SessionId(uuid4()),
        user_id=a_user_id(),
        created_at=NOON,
        last_used_at=NOON,
        expires_at=NOON + 30 * DAY,
        user_agent="curl/8.9",
        address="192.0.2.1",
        token_digest=sha256(b"a token").digest(),
    )
    return evolve(session, **differences)


def a_token(**differences: Any) -> PersonalAccessToken:
    """Return a personal access token."""
    token = PersonalAccessToken(
        id=TokenId(uuid4()),
        user_id=a_user_id(),
        name="Nightly report",
        scopes=frozenset({Scope.TASKS_READ, Scope.ACCOUNT}),
        created_at=NOON,
        expires_at=NOON + 90 * DAY,
        digest=sha256(b"a secret").digest(),
    )
    return evolve(token, **differences)


def a_key(**differences: Any) -> IdempotencyKey:
    """Return the idempotency key of a request."""
    key = IdempotencyKey(owner=a_user_id(), route="POST /tasks", key="once", fingerprint=sha256(b"a request").digest())
    return evolve(key, **differences)


def an_outcome(**differences: Any) -> Outcome:
    """Return the outcome of a request that created a task."""
    outcome = Outcome(201, (("ETag", '"1"'), ("Location", "/tasks/1")), b'{"title":"\xc3\xa9"}')
    return evolve(outcome, **differences)


def a_receipt(**differences: Any) -> Receipt:
    """Return a receipt."""
    return evolve(Receipt.of(a_key(), an_outcome(), at=NOON), **differences)


def an_allowance(**differences: Any) -> Allowance:
    """Return an allowance, of which one attempt is used."""
    allowance = Allowance(subject=f"guess:account:{uuid4().hex}", used=1, since=NOON, until=NOON + 15 * MINUTE)
    return evolve(allowance, **differences)
