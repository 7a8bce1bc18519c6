"""The state machine finds stores with defects; `StoreContract` runs it on our own stores."""

import asyncio

import pytest
from hypothesis import Phase, settings

from adapters.memory import MemoryStore
from adapters.testing.contract.state_machine import drive
from tests.contract.support.defects import DEFECTS

# Shrinking is left out: it is enough to know that something is found. What is tried depends also on which modules are
# loaded, since Hypothesis takes constants from them; so there is room for a rare find.
IS_IT_FOUND = settings(phases=[Phase.generate], derandomize=True, database=None, max_examples=1_000, print_blob=False)


@pytest.fixture
async def loop() -> asyncio.AbstractEventLoop:
    return asyncio.get_running_loop()


# Not a coroutine: the machine is driven by Hypothesis and uses the loop, on which the store lives, in between.


@pytest.mark.parametrize("defective", DEFECTS)
def test_a_store_with_a_defect_is_found_out(defective: type[MemoryStore], loop: asyncio.AbstractEventLoop) -> None:
    with pytest.raises(AssertionError):
        drive(lambda: defective().begin, loop, IS_IT_FOUND)
