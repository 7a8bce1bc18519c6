"""Pages while others write: what exists throughout is found, and found once."""

import asyncio
from collections import Counter
from functools import partial
from typing import Any

from taskapi_client import AsyncClient, Priority, Sort, Tokens, batch
from tests.clients.python.support.either import Either
from tests.support.server import Server

STAYING = 60
PAGE = 7


async def write(client: AsyncClient, stop: asyncio.Event) -> int:
    """Create, edit and delete other tasks until the end; return how many."""
    written = 0
    while not stop.is_set():
        tasks = [await client.tasks.create(title=f"Passing {written} {index}") for index in range(3)]
        await client.tasks.edit(tasks[0], priority=Priority.HIGH)
        await client.tasks.batch([batch.delete(task) for task in tasks[1:]], atomic=True)
        written += 1
    return written


async def test_no_task_is_skipped_or_repeated(either: Either, server: Server, tokens: Tokens) -> None:
    stop = asyncio.Event()
    async with AsyncClient(server.url, tokens) as writer, either.connected(server.url, tokens) as reader:
        created = [batch.create(title=f"Staying {number}") for number in range(STAYING)]
        results = (await writer.tasks.batch(created, atomic=True)).results
        staying = {result.task.id for result in results if result.task is not None}
        writing = asyncio.ensure_future(write(writer, stop))
        found = [await reader.take(10_000, partial(every, sort)) for sort in (Sort.CREATED_AT_DESCENDING, Sort.TITLE)]
        stop.set()

        assert await writing > 0
    assert len(staying) == STAYING
    for tasks in found:
        counts = Counter(task.id for task in tasks)
        assert {id_: counts[id_] for id_ in staying} == dict.fromkeys(staying, 1)


def every(sort: Sort, client: Any) -> Any:
    return client.tasks.every(limit=PAGE, sort=sort)
