"""One suite, two stores: whatever Postgres does, memory does.

The database is not emptied between tests: each makes users of its own and
looks at nothing else.
"""

import pytest

from adapters.memory import MemoryStore
from adapters.postgres import PostgresStore
from adapters.testing.contract import ChangeRecordContract, ConcurrencyContract, StoreContract
from domain.ports import Begin
from tests.contract.conftest import InTurns


class TestMemory(StoreContract):
    @pytest.fixture
    def begin(self, memory: MemoryStore) -> Begin:
        return memory.begin


class TestPostgres(StoreContract):
    @pytest.fixture
    def begin(self, postgres: PostgresStore) -> Begin:
        return postgres.begin


class TestTwoProcesses(ConcurrencyContract, ChangeRecordContract):
    """Several processes write to one database and keep its record of changes together."""

    @pytest.fixture
    def begin(self, two_processes: InTurns) -> Begin:
        return two_processes.begin
