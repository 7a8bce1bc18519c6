"""What the database's errors mean to a caller."""

from collections.abc import Callable

import asyncpg

from domain.accounts.user import EmailTaken, User, UserNotFound
from domain.errors import DomainError, StoreUnavailable, TooMuchContention
from domain.ports.change_set import Entity, VersionConflict

Meaning = Callable[[Entity], DomainError]


def _email_taken(entity: Entity) -> DomainError:
    return EmailTaken(email=entity.email) if isinstance(entity, User) else VersionConflict(entity=entity)


def _overtaken(entity: Entity) -> DomainError:
    return VersionConflict(entity=entity)


def _user_gone(_: Entity) -> DomainError:
    return UserNotFound()


CONSTRAINTS: dict[str, Meaning] = {
    "users_pkey": _overtaken,
    "users_email_key": _email_taken,
    "sessions_pkey": _overtaken,
    "sessions_user_id_fkey": _user_gone,
    "tasks_pkey": _overtaken,
    "tasks_user_id_fkey": _user_gone,
    "receipts_pkey": _overtaken,
    "receipts_user_id_fkey": _user_gone,
    "allowances_pkey": _overtaken,
}
"""What it means that a constraint was broken, by its name; any other is a bug of ours."""

LOST_CONNECTION = (
    OSError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    asyncpg.PostgresConnectionError,
    asyncpg.CannotConnectNowError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.IdleInTransactionSessionTimeoutError,
    asyncpg.TooManyConnectionsError,
    asyncpg.InvalidAuthorizationSpecificationError,
    asyncpg.InvalidCatalogNameError,
)
"""The connection is gone, or there is none to be had (`TimeoutError` is an `OSError`)."""

NOT_NOW = (
    asyncpg.QueryCanceledError,
    asyncpg.LockNotAvailableError,
    asyncpg.InsufficientResourcesError,
    asyncpg.ReadOnlySQLTransactionError,
)
"""The connection is fine, but the database could not do it now."""

IN_THE_WAY = (asyncpg.DeadlockDetectedError, asyncpg.SerializationError)
"""Another transaction was in the way, and this one was undone."""


def meaning(error: BaseException, about: Entity | None = None) -> BaseException:
    """The domain's word for a driver's error; the error itself if it has none (then it is a bug of ours)."""
    if isinstance(error, asyncpg.IntegrityConstraintViolationError) and about is not None:
        means = CONSTRAINTS.get(error.constraint_name or "")
        return means(about) if means else error
    if isinstance(error, LOST_CONNECTION + NOT_NOW):
        return StoreUnavailable(reason=f"{type(error).__name__}: {error}")
    if isinstance(error, IN_THE_WAY):
        return VersionConflict(entity=about) if about is not None else TooMuchContention()
    return error
