"""Units of work, written down as data."""

from datetime import UTC, datetime
from typing import TypeAlias
from uuid import UUID

from adapters.testing.units import change, change_task
from domain.accounts.session import Session
from domain.accounts.user import Email, User
from domain.ids import SessionId, TaskId, UserId
from domain.ports import Begin
from domain.ports.change_set import ChangeKind
from domain.ports.stored import Entity
from domain.tasks.task import Task

AT = datetime(2026, 1, 1, tzinfo=UTC)
OWNERS = [UserId(UUID(int=n)) for n in range(1, 4)]
STRANGER = UserId(UUID(int=99))

Unit: TypeAlias = list[tuple[ChangeKind, Entity]]


def a_user(number: int, email: str | None = None) -> User:
    return User(
        id=UserId(UUID(int=number)), email=Email(email or f"u{number}@example.com"), password_hash="x", created_at=AT
    )


def a_task(number: int, owner: UserId, version: int = 1) -> Task:
    return Task(
        id=TaskId(UUID(int=number)),
        owner=owner,
        title=f"v{version}",
        created_at=AT,
        updated_at=AT,
        version=version,
    )


def a_session(number: int, owner: UserId, version: int = 1) -> Session:
    return Session(
        id=SessionId(UUID(int=number)),
        user_id=owner,
        created_at=AT,
        last_used_at=AT,
        expires_at=AT,
        token_digest=b"x" * 32,
        version=version,
    )


async def commit(begin: Begin, unit: Unit) -> str:
    """Commit a unit; return its result."""
    try:
        async with begin() as work:
            for change_kind, entity in unit:
                change(work, change_kind, entity)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is compared
        return repr(error)
    return "committed"


async def commit_all(begin: Begin, *, add_user: User, add_task: Task | None = None) -> None:
    async with begin() as work:
        work.users.add(add_user)
    if add_task:
        async with begin() as work:
            change_task(work, ChangeKind.ADD, add_task)
