"""Work that must not stop halfway."""

import asyncio

import pytest

from application.completion import completed


async def test_work_runs_to_its_end_before_a_cancellation_is_raised() -> None:
    begun, done = asyncio.Event(), asyncio.Event()

    async def work() -> None:
        begun.set()
        await asyncio.sleep(0)
        done.set()

    caller = asyncio.create_task(completed(work()))
    await begun.wait()
    caller.cancel()

    with pytest.raises(asyncio.CancelledError):
        await caller
    assert done.is_set()
