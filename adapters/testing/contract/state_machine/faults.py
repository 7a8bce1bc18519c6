"""What may be wrong with a unit of work, according to the model."""

from collections.abc import Sequence

from adapters.memory import MemoryStore
from adapters.testing.contract.state_machine.committing import committed
from domain.accounts.user import EmailTaken, User
from domain.errors import DomainError
from domain.ports.change_set import Change, VersionConflict
from domain.projects.project import Project
from domain.tasks.task import Task


async def faults(store: MemoryStore, changes: Sequence[Change]) -> list[DomainError]:
    """Everything that is wrong with a unit of work; a store may name any of it."""
    if not await committed(copy_of(store).begin, changes):
        return []
    accepted: list[Change] = []
    remaining = sorted(changes, key=lambda change: not isinstance(change.entity, User))
    while True:
        errors, rejected = [], []
        for each in remaining:
            if error := await committed(copy_of(store).begin, [*accepted, each]):
                errors.append(error)
                rejected.append(each)
            else:
                accepted.append(each)
        # One that was rejected may be possible after another one to which it refers.
        if len(rejected) in (0, len(remaining)):
            return errors
        remaining = rejected


def has_references(store: MemoryStore, changes: Sequence[Change]) -> bool:
    """Return whether any task refers to a parent or a project, before or after the changes."""
    tasks = [*store.all_of(Task), *(each.entity for each in changes if isinstance(each.entity, Task))]
    return any(task.parent_id or task.project_id for task in tasks)


def copy_of(store: MemoryStore) -> MemoryStore:
    """Return a store with the same entities, without their record."""
    copy = MemoryStore()
    copy._rows.update(store._rows)  # noqa: SLF001 - only the model is copied
    return copy


def described(error: DomainError | None, changes: Sequence[Change], *, linked: bool) -> object:
    """Return what an error contains; of several changed entities of one kind, a store may name any.

    Of a broken reference it may name either end.
    """
    kinds = [type(each.entity) for each in changes]
    match error:
        case VersionConflict(entity=Task() | Project()) if linked:
            return VersionConflict, None
        case VersionConflict(entity=entity):
            return VersionConflict, entity if kinds.count(type(entity)) == 1 else type(entity)
        case EmailTaken(email=email):
            return EmailTaken, email if kinds.count(User) == 1 else None
        case _:
            return type(error)
