"""The world with the use cases of the record, and with a record that can be swept."""

import asyncio
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from attrs import define, field

from adapters.memory import MemoryStore
from adapters.memory.record import Record
from adapters.testing.builders import SECOND
from application import (
    AwaitChanges,
    ChangeFeed,
    ReadChanges,
    ReadHistory,
    ReadPast,
    ReadSnapshot,
    StreamChanges,
    TaskChange,
    TaskRemoval,
    UndoChanges,
)
from application.dry_run import DryRun
from domain.changes.kinds import ObjectKind
from domain.changes.provenance import Actor
from domain.changes.recorded_change import RecordedChange
from domain.changes.undo import Undo
from domain.ids import TaskId, UserId
from domain.tasks.task import NewTask, Task, TaskEdit
from tests.application.support.rivals import ContestedStore
from tests.application.support.world import World


@define
class SweepableRecord(Record):
    """A record from which changes can be swept; the numbers of others stay."""

    swept: set[int] = field(factory=set, init=False)

    def sweep(self, *numbers: int) -> None:
        """Lose some changes."""
        self.swept.update(numbers)

    def after(self, owner: UserId, number: int, limit: int | None) -> Sequence[RecordedChange]:
        """Return the first changes of an account after a number, or all."""
        return self._kept(super().after(owner, number, None))[:limit]

    def of_object(self, owner: UserId, kind: ObjectKind, object_id: UUID) -> Sequence[RecordedChange]:
        """Return all changes of an object, in their order."""
        return self._kept(super().of_object(owner, kind, object_id))

    def _kept(self, changes: Sequence[RecordedChange]) -> Sequence[RecordedChange]:
        return [each for each in changes if each.number not in self.swept]


@define
class RecordedWorld(World):
    """All use cases of the record; commits wake the listeners of `feed`."""

    feed: ChangeFeed = field(factory=ChangeFeed)
    record: SweepableRecord = field(factory=SweepableRecord)

    def __attrs_post_init__(self) -> None:
        self.contest = ContestedStore(MemoryStore(self.feed.announce))
        self.store.record = self.record

    @property
    def read_changes(self) -> ReadChanges:
        return ReadChanges(self.begin)

    @property
    def read_snapshot(self) -> ReadSnapshot:
        return ReadSnapshot(self.begin)

    @property
    def read_history(self) -> ReadHistory:
        return ReadHistory(self.begin, ObjectKind.TASK)

    @property
    def read_past_task(self) -> ReadPast[Task]:
        return ReadPast(self.begin, Task)

    @property
    def await_changes(self) -> AwaitChanges:
        return AwaitChanges(self.read_changes, self.feed)

    @property
    def stream_changes(self) -> StreamChanges:
        return StreamChanges(self.begin, self.feed)

    @property
    def undo_changes(self) -> UndoChanges:
        return UndoChanges(self.begin, self.now)

    @property
    def dry_run(self) -> DryRun:
        return DryRun(self.begin)

    # What tests do; each change happens one second after the one before

    async def creates(self, actor: Actor, **values: Any) -> Task:
        """Let a user create a task."""
        self.now.step(SECOND)
        return (await self.create_task(actor, NewTask(**{"title": "First"} | values))).task

    async def edits(self, actor: Actor, task_id: TaskId, **values: Any) -> Task:
        """Let a user edit a task."""
        self.now.step(SECOND)
        return await self.edit_task(actor, TaskChange(task_id=task_id, edit=TaskEdit(**values)))

    async def deletes(self, actor: Actor, task_id: TaskId) -> None:
        """Let a user delete a task."""
        self.now.step(SECOND)
        await self.delete_task(actor, TaskRemoval(task_id=task_id))

    async def undoes(self, actor: Actor, *numbers: int) -> tuple[RecordedChange, ...]:
        """Let a user undo changes."""
        self.now.step(SECOND)
        return await self.undo_changes(actor, Undo(numbers))

    def recorded(self, actor: Actor) -> Sequence[RecordedChange]:
        """Return the whole record of a user, what was swept included."""
        return Record.after(self.record, actor.user_id, 0, None)

    def tasks_of(self, actor: Actor) -> dict[TaskId, Task]:
        """Return all present tasks of a user."""
        return {task.id: task for task in self.store.all_owned(Task, actor.user_id)}


async def others_run() -> None:
    """Let everything run that does not wait for a change."""
    for _ in range(20):
        await asyncio.sleep(0)
