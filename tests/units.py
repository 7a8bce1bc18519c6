"""Units of work without ceremony: any note about any entity, on any store."""

from typing import Any

from domain.allowance import Allowance
from domain.ports import Begin, Work
from domain.receipt import Receipt
from domain.session import Session
from domain.task import Task
from domain.user import User
from domain.work import Entity, Intent


def note(work: Work, intent: Intent, entity: Entity) -> None:
    """Note something in the repository of the entity's kind."""
    repositories: dict[type[Entity], Any] = {
        User: work.users,
        Task: work.tasks,
        Session: work.sessions,
        Receipt: work.receipts,
        Allowance: work.allowances,
    }
    getattr(repositories[type(entity)], intent.name.lower())(entity)


async def commit(begin: Begin, *notes: tuple[Intent, Entity]) -> None:
    """Commit a unit of work that notes all this."""
    async with begin() as work:
        for intent, entity in notes:
            note(work, intent, entity)


async def add(begin: Begin, *entities: Entity) -> None:
    """Commit new entities, all in one unit of work."""
    await commit(begin, *((Intent.ADD, entity) for entity in entities))
