"""Memory and Postgres, driven by the same random units of work, never disagree; and if they did, it would be seen."""

import asyncio
from collections.abc import Callable

import pytest
from hypothesis import Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from adapters.memory import MemoryStore
from adapters.postgres import PostgresStore
from domain.ports import Begin
from tests.contract.support.defects import DEFECTS
from tests.contract.support.machine import StoreMachine

# Shrinking is left out: it is enough to know that something is found. What is tried depends also on which modules are
# loaded, since Hypothesis takes constants from them; so there is room for a rare find.
IS_IT_FOUND = settings(phases=[Phase.generate], derandomize=True, database=None, max_examples=1_000, print_blob=False)


@pytest.fixture
async def loop() -> asyncio.AbstractEventLoop:
    return asyncio.get_running_loop()


# Not coroutines: the machine is driven by Hypothesis and uses the loop, on which the store lives, in between.


def test_memory_and_postgres_say_and_keep_the_same(postgres: PostgresStore, loop: asyncio.AbstractEventLoop) -> None:
    drive(lambda: postgres.begin, loop, settings(max_examples=settings().max_examples // 2, report_multiple_bugs=False))


@pytest.mark.parametrize("defective", DEFECTS)
def test_a_store_with_a_defect_is_found_out(defective: type[MemoryStore], loop: asyncio.AbstractEventLoop) -> None:
    with pytest.raises(AssertionError):
        drive(lambda: defective().begin, loop, IS_IT_FOUND)


def drive(make_begin: Callable[[], Begin], loop: asyncio.AbstractEventLoop, how: settings) -> None:
    """Run the machine on a store."""

    class Machine(StoreMachine):
        def __init__(self) -> None:
            super().__init__(make_begin(), loop.run_until_complete)

    run_state_machine_as_test(Machine, settings=how)
