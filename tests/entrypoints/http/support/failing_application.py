"""An application whose store and password hasher fail on demand."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any, Self
from uuid import UUID

from attrs import define, evolve, field, frozen
from dependency_injector import providers

from adapters.memory import MemoryStore
from adapters.memory.record import Record
from adapters.memory.repositories import MemoryWork
from adapters.testing.builders import a_task
from application import ChangeFeed
from domain.accounts.allowance import Allowance
from domain.accounts.password import Password
from domain.accounts.user import User
from domain.changes.kinds import ObjectKind
from domain.changes.recorded_change import RecordedChange
from domain.changes.undo import MAX_LATER_CHANGES
from domain.errors import DomainError, HashingOverloaded
from domain.ids import UserId
from domain.ports.change_set import ChangeSet, VersionConflict
from domain.ports.stored import Entity, key_of
from entrypoints.settings.groups import Http
from tests.entrypoints.http.support.api import Api, QuickPasswords, running


def nothing() -> None:
    """Do nothing."""


@define
class TroubledRecord(Record):
    """A record that has lost its changes, or has too many."""

    gone: bool = field(default=False, init=False)
    crowded: bool = field(default=False, init=False)

    def after(self, owner: UserId, number: int, limit: int | None) -> Sequence[RecordedChange]:
        return () if self.gone else super().after(owner, number, limit)

    def of_object(self, owner: UserId, kind: ObjectKind, object_id: UUID) -> Sequence[RecordedChange]:
        changes = () if self.gone else super().of_object(owner, kind, object_id)
        if not (changes and self.crowded):
            return changes
        return [evolve(changes[0], number=number) for number in range(1, MAX_LATER_CHANGES + 3)]


@define
class TroubledStore(MemoryStore):
    """A memory store that fails on demand."""

    record: TroubledRecord = field(factory=TroubledRecord, init=False)
    away: DomainError | None = field(default=None, init=False)
    """Called at the start of every unit of work."""
    contended: bool = field(default=False, init=False)
    """Whether every commit loses against a concurrent writer."""
    before_commit: Callable[[], object] = field(default=nothing, init=False)
    """Called before a unit of work with changes commits."""
    after_next: Callable[[], object] = field(default=nothing, init=False)
    """Called once, after the next unit of work."""

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[MemoryWork]:
        if self.away:
            raise self.away
        async with super().begin() as work:
            yield work
        meanwhile, self.after_next = self.after_next, nothing
        meanwhile()

    def _commit(self, notes: ChangeSet) -> None:
        if notes:
            self.before_commit()
            if self.contended:
                raise VersionConflict(entity=a_task())
        super()._commit(notes)

    def forget(self, kind: type[Entity] = User) -> None:
        """Remove all rows of an entity; removing users removes everything that belongs to them."""
        for entity in self.all_of(kind):
            self._remove(key_of(entity))


class TroubledPasswords(QuickPasswords):
    """A password hasher that can be overloaded."""

    too_many: bool = False

    async def hash(self, password: Password) -> str:
        return await super().hash(self._unless_failing(password))

    async def verify(
        self,
        password: Password,
        password_hash: str | None,
        *,
        preferred: bool = False,
        first: Callable[[], Awaitable[object]] | None = None,
    ) -> bool:
        usable = self._unless_failing(password)
        return await super().verify(usable, password_hash, preferred=preferred, first=first)

    def _unless_failing(self, password: Password) -> Password:
        if self.too_many:
            raise HashingOverloaded
        return password


@frozen
class Stage:
    """The application with a failing store and password hasher."""

    api: Api
    store: TroubledStore
    passwords: TroubledPasswords

    @classmethod
    @asynccontextmanager
    async def set(cls, **differences: Any) -> AsyncIterator[Self]:
        """Run the application."""
        store, passwords = TroubledStore(), TroubledPasswords()
        parts = {"store": providers.Object(store), "passwords": providers.Object(passwords), **differences}
        async with running(**parts) as api:
            yield cls(api, store, passwords)

    @property
    def feed(self) -> ChangeFeed:
        """Those who wait for changes."""
        feed: ChangeFeed = self.api.container.feed()
        return feed

    def be_well(self) -> None:
        """Stop all failures and reset all allowances."""
        self.store.away, self.store.contended = None, False
        self.store.before_commit = self.store.after_next = nothing
        self.store.forget(Allowance)
        self.store.record.gone = self.store.record.crowded = False
        self.feed.max_per_user, self.feed.max_listeners, self.feed.closed = 20, 100, False
        self.passwords.too_many = False
        self.api.app.in_flight.limit = Http().max_in_flight
        self.api.app.readiness.draining = False
