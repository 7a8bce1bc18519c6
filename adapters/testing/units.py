"""Units of work in one call: any change of any entity, on any store."""

from typing import Any

from attrs import evolve

from domain.accounts.allowance import Allowance
from domain.accounts.personal_access_token import PersonalAccessToken
from domain.accounts.receipt import IdempotencyKey, Receipt
from domain.accounts.session import Session
from domain.accounts.user import User
from domain.changes.kinds import RecordedObject
from domain.changes.provenance import Actor
from domain.errors import NotFound
from domain.ports import Begin, RecordedRepository, Work
from domain.ports.change_set import ChangeKind
from domain.ports.stored import Entity, Key
from domain.projects.project import Project
from domain.tasks.outline import Outline
from domain.tasks.task import Task


def change(work: Work, change_kind: ChangeKind, entity: Entity) -> None:
    """Change something in the repository of the entity's kind."""
    repositories: dict[type[Entity], Any] = {
        User: work.users,
        Task: work.tasks,
        Project: work.projects,
        Outline: work.outlines,
        Session: work.sessions,
        PersonalAccessToken: work.tokens,
        Receipt: work.receipts,
        Allowance: work.allowances,
    }
    repository = repositories[type(entity)]
    if isinstance(entity, Task | Project) and change_kind is not ChangeKind.EXPECT:
        change_object(repository, change_kind, entity)
    else:
        getattr(repository, change_kind.name.lower())(entity)


def change_task(work: Work, change_kind: ChangeKind, task: Task) -> None:
    """Add, save or remove a task; the version before a saved one differs in nothing else."""
    change_object(work.tasks, change_kind, task)


def change_object(repository: RecordedRepository[Any], change_kind: ChangeKind, entity: RecordedObject) -> None:
    """Add, save or remove an object; the version before a saved one differs in nothing else."""
    provenance = Actor(entity.owner).provenance(entity.updated_at)
    match change_kind:
        case ChangeKind.ADD:
            repository.add(entity, provenance)
        case ChangeKind.SAVE:
            repository.save(entity, provenance, before=evolve(entity, version=entity.version - 1))
        case ChangeKind.REMOVE | ChangeKind.EXPECT:
            repository.remove(entity, provenance)


async def commit(begin: Begin, *changes: tuple[ChangeKind, Entity]) -> None:
    """Commit a unit of work that changes all this."""
    async with begin() as work:
        for change_kind, entity in changes:
            change(work, change_kind, entity)


async def add(begin: Begin, *entities: Entity) -> None:
    """Commit new entities, all in one unit of work."""
    await commit(begin, *((ChangeKind.ADD, entity) for entity in entities))


async def look_up(begin: Begin, key: Key) -> Entity | None:
    """What the store holds under a key (`domain.ports.stored.key_of`), if anything."""
    async with begin() as work:
        return await found(work, key)


async def found(work: Work, key: Key) -> Entity | None:
    """What a unit of work finds under a key, if anything."""
    try:
        return await _read(work, *key)
    except NotFound:
        return None


async def _read(work: Work, kind: type[Entity], key: tuple[Any, ...]) -> Entity | None:
    belongings: dict[type[Entity], Any] = {
        Task: work.tasks,
        Project: work.projects,
        Session: work.sessions,
        PersonalAccessToken: work.tokens,
    }
    entity: Entity | None
    if kind in belongings:
        entity = await belongings[kind].get(key[1], owner=key[0])
    elif kind is User:
        entity = await work.users.get(key[0])
    elif kind is Receipt:
        owner, route, text = key
        entity = await work.receipts.find(IdempotencyKey(owner=owner, route=route, key=text, fingerprint=b"any"))
    else:
        entity = await (work.outlines if kind is Outline else work.allowances).find(key[0])
    return entity
