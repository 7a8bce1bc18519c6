"""The repositories of a unit of work on the in-memory store."""

from typing import Self

from attrs import frozen

from adapters.memory.repositories.accounts import (
    MemoryAllowances,
    MemoryReceipts,
    MemorySessions,
    MemoryTokens,
    MemoryUsers,
)
from adapters.memory.repositories.changes import MemoryChanges
from adapters.memory.repositories.store import Store
from adapters.memory.repositories.tasks import MemoryOutlines, MemoryProjects, MemoryTasks
from domain.ports.change_set import ChangeSet


@frozen
class MemoryWork:
    """One unit of work on a `MemoryStore` (`domain.ports.Work`)."""

    tasks: MemoryTasks
    projects: MemoryProjects
    outlines: MemoryOutlines
    users: MemoryUsers
    sessions: MemorySessions
    tokens: MemoryTokens
    receipts: MemoryReceipts
    allowances: MemoryAllowances
    changes: MemoryChanges

    @classmethod
    def on(cls, store: Store, changes: ChangeSet) -> Self:
        """Return a unit of work that reads from the store and records its writes."""
        return cls(
            MemoryTasks(changes, store),
            MemoryProjects(changes, store),
            MemoryOutlines(changes, store),
            MemoryUsers(changes, store),
            MemorySessions(changes, store),
            MemoryTokens(changes, store),
            MemoryReceipts(changes, store),
            MemoryAllowances(changes, store),
            MemoryChanges(changes, store.record),
        )
