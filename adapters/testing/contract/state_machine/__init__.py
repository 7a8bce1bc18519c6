"""Random units of work on the store under test and on the in-memory store, the model, compared at every step."""

from adapters.testing.contract.state_machine.contract import StateMachineContract, drive
from adapters.testing.contract.state_machine.machine import StoreMachine

__all__ = ["StateMachineContract", "StoreMachine", "drive"]
