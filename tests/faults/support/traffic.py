"""Everyday use, without pause, while something breaks."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from random import Random
from uuid import uuid4

from attrs import define

from tests.faults.support.connection import Connection, NoAnswer
from tests.faults.support.history import Call, Outcome, Seen
from tests.faults.support.people import Person

PAUSE = 0.02
"""Seconds before the next call of a client that got no good answer."""


@asynccontextmanager
async def traffic(person: Person, *, clients: int = 8, port: int | None = None) -> AsyncIterator[list[Person]]:
    """As long as the block runs, clients make, pair, change, read and delete tasks, some of them the same ones."""
    shared = [call.seen[0] for call in [await person.create(person.history.fresh_title()) for _ in range(2)]]
    people = [person.again(port) for _ in range(clients)]
    habits = [_Habits(one, Random(number), list(shared)) for number, one in enumerate(people)]  # noqa: S311
    async with running(*(one.go_on for one in habits)):
        yield people


@asynccontextmanager
async def running(*activities: Callable[[], Awaitable[None]]) -> AsyncIterator[None]:
    """Repeat each activity as long as the block runs; each is finished before the block is left."""
    over = asyncio.Event()

    async def repeat(activity: Callable[[], Awaitable[None]]) -> None:
        while not over.is_set():
            await activity()

    tasks = [asyncio.create_task(repeat(activity)) for activity in activities]
    try:
        yield
    finally:
        over.set()
        await asyncio.gather(*tasks)


@define(eq=False)
class _Habits:
    """What one client does."""

    person: Person
    random: Random
    seen_tasks: list[Seen]
    """Tasks it knows, in the version it has seen."""

    async def go_on(self) -> None:
        """Do the next thing."""
        habits: list[Callable[[], Awaitable[Call]]] = [self._create, self._create_keyed, self._create_pair]
        habits += [self._edit, self._edit, self._read, self._read, self._delete]
        call = await self.random.choice(habits)()
        self._remember(call)
        if call.outcome is not Outcome.DONE:
            await asyncio.sleep(PAUSE)

    async def _create(self) -> Call:
        return await self.person.create(self._title())

    async def _create_keyed(self) -> Call:
        return await self.person.create(self._title(), key=uuid4().hex)

    async def _create_pair(self) -> Call:
        return await self.person.create(self._title(), self._title())

    async def _edit(self) -> Call:
        seen = self._some()
        conditional = self.random.random() < 0.7
        return await self.person.edit(seen.task, self._title(), if_version=seen.version if conditional else None)

    async def _read(self) -> Call:
        return await self.person.read(self._some().task)

    async def _delete(self) -> Call:
        # Never the shared ones, which the others work on.
        return await self.person.delete(self.seen_tasks.pop().task) if len(self.seen_tasks) > 20 else await self._read()

    def _some(self) -> Seen:
        return self.random.choice(self.seen_tasks)

    def _remember(self, call: Call) -> None:
        for seen in call.seen:
            place = next((n for n, one in enumerate(self.seen_tasks) if one.task == seen.task), len(self.seen_tasks))
            self.seen_tasks[place : place + 1] = [seen]

    def _title(self) -> str:
        return self.person.history.fresh_title()


@define(eq=False)
class Probe:
    """Asks one path again and again, on a connection of its own."""

    connection: Connection
    path: str
    every: float = 0.03
    """Seconds between an answer and the next question."""

    async def __call__(self) -> None:
        """Ask once."""
        with suppress(NoAnswer):
            await self.connection.ask("GET", self.path)
        await asyncio.sleep(self.every)

    @property
    def statuses(self) -> set[int]:
        """Everything it was answered."""
        return {answer.status for answer in self.connection.answers}

    @property
    def slowest(self) -> float:
        """Seconds."""
        return max(answer.seconds for answer in self.connection.answers)
