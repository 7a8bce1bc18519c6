"""A client that reads a task 40 times a second, and how long it waits."""

import asyncio

from attrs import define, field

from tests.faults.support.connection import Connection, NoAnswer

INTERVAL = 0.025
"""Seconds between two requests."""


@define(eq=False)
class Waits:
    """How long each response took, in milliseconds, and how many requests failed."""

    milliseconds: list[float] = field(factory=list)
    failed: int = 0

    @property
    def p50(self) -> float:
        return self._quantile(0.5)

    @property
    def p99(self) -> float:
        return self._quantile(0.99)

    def _quantile(self, share: float) -> float:
        return sorted(self.milliseconds)[int(len(self.milliseconds) * share)]


async def waits(port: int, token: str, path: str, seconds: float) -> Waits:
    """Read a task for so many seconds."""
    connection, found, loop = Connection(port, patience=10), Waits(), asyncio.get_running_loop()
    end = due = loop.time()
    end += seconds
    while loop.time() < end:
        begin = loop.time()
        try:
            answer = await connection.ask("GET", path, headers={"Authorization": f"Bearer {token}"})
            found.failed += answer.status != 200
        except NoAnswer:
            found.failed += 1
        found.milliseconds.append((loop.time() - begin) * 1000)
        due = max(due + INTERVAL, loop.time())
        await asyncio.sleep(due - loop.time())
    connection.close()
    return found
