"""Memory stores with one thing wrong each: what the state machine must find."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, suppress

from attrs import define, evolve

from adapters.memory import MemoryStore
from adapters.memory.record import Record
from adapters.memory.repositories import MemoryWork
from adapters.memory.repositories.tasks import MemoryTasks
from domain.accounts.user import User
from domain.changes.recorded_change import Effect, RecordedChange
from domain.errors import DomainError
from domain.ids import TaskId, UserId
from domain.ports.change_set import Change, ChangeKind, ChangeSet
from domain.ports.stored import Entity, Key, key_of
from domain.tasks.query import Page, TaskQuery
from domain.tasks.task import Task


class KeepsHalfOfWhatFailed(MemoryStore):
    def _commit(self, changes: ChangeSet) -> None:
        for change in changes:
            self._write(change)


class CommitsWhatWasAbandoned(MemoryStore):
    @asynccontextmanager
    async def begin(self) -> AsyncIterator[MemoryWork]:
        changes = ChangeSet()
        try:
            yield MemoryWork.on(self, changes)
        except Exception:
            with suppress(DomainError):  # what was abandoned may be impossible as well
                self._commit(changes)
            raise
        self._commit(changes)


class ReadsItsOwnNotes(MemoryStore):
    @asynccontextmanager
    async def begin(self) -> AsyncIterator[MemoryWork]:
        changes = ChangeSet()
        work = MemoryWork.on(self, changes)
        yield evolve(work, tasks=TasksAsNoted(changes, self))
        self._commit(changes)


class TasksAsNoted(MemoryTasks):
    async def get(self, task_id: TaskId, *, owner: UserId) -> Task:
        noted = self.change_set.get((Task, (owner, task_id)))
        return noted.entity if noted and isinstance(noted.entity, Task) else await super().get(task_id, owner=owner)


class LetsTheLastOneWin(MemoryStore):
    def _write(self, change: Change) -> None:
        if change.kind is ChangeKind.SAVE and key_of(change.entity) in self._rows:
            self._put(key_of(change.entity), change.entity)
        else:
            super()._write(change)


class RemovesAnyVersion(MemoryStore):
    def _write(self, change: Change) -> None:
        if change.kind is ChangeKind.REMOVE and key_of(change.entity) in self._rows:
            self._remove(key_of(change.entity))
        else:
            super()._write(change)


class IgnoresExpectations(MemoryStore):
    def _write(self, change: Change) -> None:
        if change.kind is not ChangeKind.EXPECT:
            super()._write(change)


class AddsWhatIsThere(MemoryStore):
    def _write(self, change: Change) -> None:
        if change.kind is ChangeKind.ADD:
            self._put(key_of(change.entity), change.entity)
        else:
            super()._write(change)


class GivesOneAddressToTwo(MemoryStore):
    def _put(self, key: Key, entity: Entity) -> None:
        if isinstance(entity, User):
            self._rows[key] = entity
        else:
            super()._put(key, entity)


class MakesThingsForNobody(MemoryStore):
    def _put(self, key: Key, entity: Entity) -> None:
        if isinstance(entity, User):
            super()._put(key, entity)
        else:
            self._rows[key] = entity


class LeavesThingsBehind(MemoryStore):
    def _remove(self, key: Key) -> None:
        del self._rows[key]


class ForgetsAColumn(MemoryStore):
    def _put(self, key: Key, entity: Entity) -> None:
        old = self._rows.get(key)
        if isinstance(entity, Task) and isinstance(old, Task):
            super()._put(key, evolve(entity, completed_at=old.completed_at))
        else:
            super()._put(key, entity)


class RoundsTimes(MemoryStore):
    def _put(self, key: Key, entity: Entity) -> None:
        if isinstance(entity, Task):
            super()._put(key, evolve(entity, updated_at=entity.updated_at.replace(microsecond=0)))
        else:
            super()._put(key, entity)


class CutsBlanksOff(MemoryStore):
    def _put(self, key: Key, entity: Entity) -> None:
        if isinstance(entity, Task) and entity.description:
            super()._put(key, evolve(entity, description=entity.description.rstrip()))
        else:
            super()._put(key, entity)


class BeginsEveryPageAtTheTop(MemoryStore):
    @asynccontextmanager
    async def begin(self) -> AsyncIterator[MemoryWork]:
        changes = ChangeSet()
        yield evolve(MemoryWork.on(self, changes), tasks=TasksFromTheTop(changes, self))
        self._commit(changes)


class TasksFromTheTop(MemoryTasks):
    async def page(self, query: TaskQuery, *, owner: UserId) -> Page:
        return await super().page(evolve(query, after=None), owner=owner)


class DoesNotRecordDeletions(MemoryStore):
    def _commit(self, changes: ChangeSet) -> None:
        changes.recorded = [each for each in changes.recorded if each.effect is not Effect.DELETED]
        super()._commit(changes)


class RecordsWhatFailed(MemoryStore):
    def _commit(self, changes: ChangeSet) -> None:
        try:
            super()._commit(changes)
        except DomainError:
            self.record.append(changes.recorded)
            raise


@define
class UnforgettingRecord(Record):
    def forget(self, owners: Iterable[UserId]) -> None:
        pass


class KeepsTheRecordOfRemovedUsers(MemoryStore):
    def __init__(self) -> None:
        super().__init__()
        self.record = UnforgettingRecord()


class RecordsInTheOrderOfIds(MemoryStore):
    def _commit(self, changes: ChangeSet) -> None:
        changes.recorded.sort(key=lambda each: (each.owner, each.object_id))
        super()._commit(changes)


@define
class RepeatingRecord(Record):
    def append(self, changes: Iterable[RecordedChange]) -> None:
        for change in changes:
            own = self._changes[change.owner]
            own.append(evolve(change, number=max(1, len(own))))


class RepeatsANumber(MemoryStore):
    def __init__(self) -> None:
        super().__init__()
        self.record = RepeatingRecord()


class DropsAFieldOfTheRecord(MemoryStore):
    def _commit(self, changes: ChangeSet) -> None:
        changes.recorded = [
            evolve(each, fields={name: pair for name, pair in each.fields.items() if name != "due_at"})
            for each in changes.recorded
        ]
        super()._commit(changes)


DEFECTS = [store for store in MemoryStore.__subclasses__() if store.__module__ == __name__]
