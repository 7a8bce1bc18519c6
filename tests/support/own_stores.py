"""The test module of a program with stores of its own: `tests/test_wheel.py` runs it against the installed product."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import pytest
from attrs import define, field

from adapters.memory import MemoryStore
from adapters.testing.contract import StoreContract, UnitOfWorkContract, VersionContract
from domain.ports import Begin, Work
from domain.ports.change_set import Change, ChangeKind
from domain.ports.stored import key_of


@define
class CountingStore:
    """A store that counts its units of work."""

    memory: MemoryStore = field(factory=MemoryStore)
    begun: int = 0

    def begin(self) -> AbstractAsyncContextManager[Work]:
        self.begun += 1
        return self.memory.begin()


class CommitsAbandonedWork(CountingStore):
    """A store with a defect: an exception inside the block does not keep it from committing."""

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[Work]:
        abandoned = None
        async with self.memory.begin() as work:
            try:
                yield work
            except Exception as error:  # noqa: BLE001 - raised below, after the commit
                abandoned = error
        if abandoned:
            raise abandoned


class OverwritesNewerVersions(MemoryStore):
    """A store with a defect: it does not compare versions."""

    def _write(self, change: Change) -> None:
        if change.kind is ChangeKind.SAVE and self._rows.get(key_of(change.entity)):
            self._put(key_of(change.entity), change.entity)
        else:
            super()._write(change)


class TestCountingStore(StoreContract):
    @pytest.fixture
    def begin(self) -> Begin:
        return CountingStore().begin


class TestCommitsAbandonedWork(UnitOfWorkContract):
    @pytest.fixture
    def begin(self) -> Begin:
        return CommitsAbandonedWork().begin


class TestOverwritesNewerVersions(VersionContract):
    @pytest.fixture
    def begin(self) -> Begin:
        return OverwritesNewerVersions().begin
