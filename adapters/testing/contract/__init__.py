"""The promises that every store keeps, as pytest classes.

A test module of one's own provides one fixture:

    class TestOwnStore(StoreContract):
        @pytest.fixture
        def begin(self) -> Begin:
            return OwnStore().begin

A failing test names the promise that the store breaks. The parts of the contract can be used one by one as well.
"""

from adapters.testing.contract.atomicity import AtomicityContract
from adapters.testing.contract.changes.concurrency import ConcurrentRecordingContract
from adapters.testing.contract.changes.pages import ChangePageContract
from adapters.testing.contract.changes.recording import RecordingContract
from adapters.testing.contract.concurrency import ConcurrencyContract
from adapters.testing.contract.organising.labels import LabelContract
from adapters.testing.contract.organising.projects import ProjectContract
from adapters.testing.contract.organising.references import ReferenceContract
from adapters.testing.contract.organising.trees import TreeContract
from adapters.testing.contract.ownership import OwnershipContract
from adapters.testing.contract.round_trips import RoundTripContract
from adapters.testing.contract.state_machine import StateMachineContract
from adapters.testing.contract.task_pages import TaskPageContract
from adapters.testing.contract.unit_of_work import UnitOfWorkContract
from adapters.testing.contract.users import UserContract
from adapters.testing.contract.versions import VersionContract


class ChangeRecordContract(ChangePageContract, ConcurrentRecordingContract, RecordingContract):
    """The record of changes: complete, consecutive and in the same commit as what it records."""


# pytest runs the tests of the last base class first: simple promises come before those that build on them.
class StoreContract(
    StateMachineContract,
    ChangeRecordContract,
    TaskPageContract,
    ProjectContract,
    LabelContract,
    TreeContract,
    RoundTripContract,
    OwnershipContract,
    ReferenceContract,
    UserContract,
    ConcurrencyContract,
    VersionContract,
    AtomicityContract,
    UnitOfWorkContract,
):
    """Everything that a store promises."""


__all__ = [
    "AtomicityContract",
    "ChangePageContract",
    "ChangeRecordContract",
    "ConcurrencyContract",
    "ConcurrentRecordingContract",
    "LabelContract",
    "OwnershipContract",
    "ProjectContract",
    "RecordingContract",
    "ReferenceContract",
    "RoundTripContract",
    "StateMachineContract",
    "StoreContract",
    "TaskPageContract",
    "TreeContract",
    "UnitOfWorkContract",
    "UserContract",
    "VersionContract",
]
