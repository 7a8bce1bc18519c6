"""From errors of the database to errors of the domain."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any, TypeAlias

import asyncpg

from adapters.postgres.connection.failures import BLOCKED, CONNECTION_LOST, TEMPORARY
from adapters.postgres.sql.table import foreign_key_name
from adapters.postgres.sql.tables import RECORD_TABLES, TABLES
from domain.accounts.user import UserNotFound
from domain.errors import DomainError, StoreUnavailable, TooMuchContention
from domain.ports.change_set import VersionConflict
from domain.ports.stored import Entity

ErrorOf: TypeAlias = Callable[[Any], DomainError]
"""From the entity that broke a constraint to the error."""


def _version_conflict(entity: Entity) -> DomainError:
    return VersionConflict(entity=entity)


def _user_not_found(_: Entity) -> DomainError:
    return UserNotFound()


def _when_of(entity: type[Entity], error: ErrorOf, broken_by: Entity) -> DomainError:
    """The error of a unique attribute, unless the database reported it about an entity of another class."""
    return error(broken_by) if isinstance(broken_by, entity) else VersionConflict(entity=broken_by)


def _constraints() -> Iterator[tuple[str, ErrorOf]]:
    for table in (*TABLES.values(), *RECORD_TABLES):
        yield f"{table.name}_pkey", _version_conflict
        if table.stored.belongs_to_user:
            yield foreign_key_name(table, table.stored.key[0]), _user_not_found
        for attribute in table.stored.references:
            yield foreign_key_name(table, attribute), _version_conflict
        for attribute, error in table.stored.unique.items():
            name = f"{table.name}_{table.column_of(attribute)}_key"
            yield name, partial(_when_of, table.stored.entity, error)


CONSTRAINTS: Mapping[str, ErrorOf] = dict(_constraints())
"""The error of each constraint, by its name; breaking any other is a bug of ours."""


def domain_error(error: BaseException, about: Entity | None = None) -> BaseException:
    """Return the domain's error for a driver's error; the error itself if there is none (then it is a bug of ours)."""
    if isinstance(error, asyncpg.IntegrityConstraintViolationError) and about is not None:
        error_of = CONSTRAINTS.get(error.constraint_name or "")
        return error_of(about) if error_of else error
    if isinstance(error, CONNECTION_LOST + TEMPORARY):
        return StoreUnavailable(reason=f"{type(error).__name__}: {error}")
    if isinstance(error, BLOCKED):
        return VersionConflict(entity=about) if about is not None else TooMuchContention()
    return error
