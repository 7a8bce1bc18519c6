"""The state machine as a part of the contract."""

import asyncio
from collections.abc import Callable

import pytest_asyncio
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from adapters.testing.contract.examples import half
from adapters.testing.contract.fixtures import StoreFixtures
from adapters.testing.contract.state_machine.machine import StoreMachine
from domain.ports import Begin


class StateMachineContract(StoreFixtures):
    """A store returns and keeps the same as the in-memory store, whatever units of work it is given."""

    @pytest_asyncio.fixture
    async def loop(self) -> asyncio.AbstractEventLoop:
        """Return the event loop on which the store lives."""
        return asyncio.get_running_loop()

    # Not a coroutine: Hypothesis drives the machine and runs the loop in between.
    def test_random_units_of_work_have_the_same_results_as_on_the_in_memory_store(
        self, begin: Begin, loop: asyncio.AbstractEventLoop
    ) -> None:
        drive(lambda: begin, loop, half)


def drive(make_begin: Callable[[], Begin], loop: asyncio.AbstractEventLoop, how: settings) -> None:
    """Run the machine on a store; raise `AssertionError` if the store and the model disagree."""

    class Machine(StoreMachine):
        def __init__(self) -> None:
            super().__init__(make_begin(), loop.run_until_complete)

    run_state_machine_as_test(Machine, settings=how)
