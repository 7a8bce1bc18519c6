"""A slow network to the database (R12), and clients who leave in the middle of everything (R15)."""

import asyncio
from random import Random
from statistics import median
from uuid import uuid4

import pytest

from tests.faults.support.connection import request
from tests.faults.support.figures import Figures
from tests.faults.support.history import ChangeKind
from tests.faults.support.lengths import long, short
from tests.faults.support.node import Node
from tests.faults.support.people import Crowd, Person
from tests.faults.support.processes import open_files
from tests.faults.support.proxy import FaultProxy, Toxics
from tests.faults.support.service import Serve, Service
from tests.faults.support.verdict import violations
from tests.support.waiting import until

TIMES = 40
ROUND_TRIP = 0.05
"""Seconds that the network adds to each."""
MOST_ROUND_TRIPS = {"read": 2, "create": 2, "edit": 3, "create with a key": 6}
"""Whose token is it, what is there, and one for each statement of the transaction; `BEGIN` and `COMMIT` are two."""


@pytest.mark.long
async def test_a_slow_network_costs_no_more_than_the_round_trips(
    start_service: Serve, node: Node, crowd: Crowd, figures: Figures
) -> None:
    async with FaultProxy.before("127.0.0.1", node.port) as proxy:
        await node.ask("CREATE DATABASE far_away")
        service = await start_service(f"postgresql://postgres@127.0.0.1:{proxy.listens_on}/far_away")
        person = await crowd.sign_up(service.port)
        near = await typical_seconds(person)
        proxy.toxics = Toxics(latency=ROUND_TRIP / 2, jitter=0.01)
        far = await typical_seconds(person)

    trips = {what: (far[what] - near[what]) / ROUND_TRIP for what in far}
    figures(
        "R12",
        f"+{ROUND_TRIP * 1000:.0f} ms to the database: "
        + ", ".join(f"{what} {near[what] * 1000:.0f} -> {far[what] * 1000:.0f} ms" for what in far),
    )
    assert all(trips[what] < most + 0.5 for what, most in MOST_ROUND_TRIPS.items()), trips
    assert {answer.status for answer in crowd.answers()} == {200, 201}


async def typical_seconds(person: Person) -> dict[str, float]:
    """The median of what each kind of call takes."""
    seconds: dict[str, list[float]] = {what: [] for what in MOST_ROUND_TRIPS}
    for _ in range(TIMES):
        for what, took in seconds.items():
            await _do(what, person)
            took.append(person.connection.answers[-1].seconds)
    return {what: median(took) for what, took in seconds.items()}


async def _do(what: str, person: Person) -> None:
    title, made = (
        person.history.fresh_title(),
        [call for call in person.history.calls if call.intent is ChangeKind.CREATE],
    )
    match what:
        case "create":
            await person.create(title)
        case "create with a key":
            await person.create(title, key=uuid4().hex)
        case "edit":
            await person.edit(made[-1].seen[0].task, title)
        case _:
            await person.read((made or [await person.create(title)])[-1].seen[0].task)


@pytest.mark.parametrize("times", [short(300), long(5_000)])
async def test_who_leaves_in_the_middle_leaves_all_or_nothing_behind(
    service: Service, node: Node, crowd: Crowd, figures: Figures, times: int
) -> None:
    person = await crowd.sign_up(service.port)
    await person.create(crowd.history.fresh_title())
    database = service.database_url.rpartition("/")[2]
    files, connections = open_files(service.workers()), await node.ask(CONNECTIONS, database)
    leavers = [Random(number) for number in range(16)]  # noqa: S311 - no secret

    await asyncio.gather(*(leave_often(person, leaver, times // len(leavers)) for leaver in leavers))

    seconds = await until(lambda: open_files(service.workers()) <= files, within=15)
    final = await person.everything()
    figures(
        "R15",
        f"{times // len(leavers) * len(leavers):,} requests cut off: {len(final) - 1:,} tasks, all in whole pairs; "
        f"files and connections as before after {seconds:.1f} s",
    )
    assert violations(crowd.history, final) == []
    assert await node.ask(CONNECTIONS, database) == connections
    assert await node.ask(IDLE_IN_TRANSACTION, database) == 0


CONNECTIONS = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
IDLE_IN_TRANSACTION = f"{CONNECTIONS} AND state LIKE 'idle in transaction%'"


async def leave_often(person: Person, random: Random, times: int) -> None:
    """Ask for two tasks at once, and be gone before the answer: in the middle of the request, or a little later."""
    for _ in range(times):
        titles = (person.history.fresh_title(), person.history.fresh_title())
        operations = [{"op": "create", "task": {"title": title}} for title in titles]
        credentials = {"Authorization": f"Bearer {person.token}"}
        content = request("POST", "/api/v1/tasks/batch", {"atomic": True, "operations": operations}, credentials)
        with person.history.call(ChangeKind.CREATE, titles=titles):
            _, writer = await asyncio.open_connection("127.0.0.1", person.connection.port)
            whole = random.random() < 0.7
            writer.write(content if whole else content[: random.randrange(len(content))])
            await asyncio.sleep(random.uniform(0, 0.01) if whole else 0)
            writer.transport.abort()
