"""An application whose store and password hasher fail on demand."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any, Self

from attrs import define, field, frozen
from dependency_injector import providers

from adapters.memory import MemoryStore
from adapters.memory.store import MemoryWork
from domain.accounts.allowance import Allowance
from domain.accounts.password import Password
from domain.accounts.user import User
from domain.errors import DomainError, HashingOverloaded
from domain.ports.change_set import ChangeSet, VersionConflict
from domain.ports.stored import Entity, key_of
from entrypoints.settings.groups import Http
from tests.entrypoints.http.support.api import Api, QuickPasswords, running
from tests.support.builders import a_task


def nothing() -> None:
    """Nothing happens."""


@define
class TroubledStore(MemoryStore):
    """A memory store that fails on demand."""

    away: DomainError | None = field(default=None, init=False)
    """What every unit of work begins with."""
    contended: bool = field(default=False, init=False)
    """Whether another writer is always faster."""
    before_commit: Callable[[], object] = field(default=nothing, init=False)
    """Happens at the end of every unit of work that writes something."""
    after_next: Callable[[], object] = field(default=nothing, init=False)
    """Happens once, after the next unit of work."""

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
        """Remove everything of a kind; with users goes all that belongs to them."""
        for entity in self.all_of(kind):
            self._remove(key_of(entity))


class TroubledPasswords(QuickPasswords):
    """Passwords that are hashed until there are too many."""

    too_many: bool = False

    async def hash(self, password: Password) -> str:
        return await super().hash(self._unless_failing(password))

    async def verify(self, password: Password, password_hash: str | None) -> bool:
        return await super().verify(self._unless_failing(password), password_hash)

    def _unless_failing(self, password: Password) -> Password:
        if self.too_many:
            raise HashingOverloaded
        return password


@frozen
class Stage:
    """The application on such a store, with such passwords."""

    api: Api
    store: TroubledStore
    passwords: TroubledPasswords

    @classmethod
    @asynccontextmanager
    async def set(cls, **differences: Any) -> AsyncIterator[Self]:
        """The application, running."""
        store, passwords = TroubledStore(), TroubledPasswords()
        parts = {"store": providers.Object(store), "passwords": providers.Object(passwords), **differences}
        async with running(**parts) as api:
            yield cls(api, store, passwords)

    def be_well(self) -> None:
        """Let nothing be the matter any more, and nobody have tried anything too often."""
        self.store.away, self.store.contended = None, False
        self.store.before_commit = self.store.after_next = nothing
        self.store.forget(Allowance)
        self.passwords.too_many = False
        self.api.app.in_flight.limit = Http().max_in_flight
        self.api.app.readiness.draining = False
