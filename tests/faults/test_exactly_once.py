"""A client that repeats itself under an idempotency key gets one effect, whatever breaks in between (R05, R06)."""

import asyncio
from uuid import uuid4

import pytest

from tests.faults.support.figures import Figures
from tests.faults.support.history import Outcome
from tests.faults.support.lengths import long, short
from tests.faults.support.people import Crowd, Person
from tests.faults.support.proxy import FaultProxy, Toxics
from tests.faults.support.service import Serve, Service
from tests.faults.support.verdict import violations
from tests.support.waiting import until

CLIENTS = 8


@pytest.mark.parametrize(("keys", "kills"), [short(200, 1), long(2_000, 5)])
async def test_keyed_creates_happen_once_though_answers_are_cut_and_the_server_is_killed(
    start_service: Serve, crowd: Crowd, figures: Figures, keys: int, kills: int
) -> None:
    service = await start_service()
    person = await crowd.sign_up(service.port)
    async with FaultProxy.before("127.0.0.1", service.port) as proxy:
        proxy.toxics = Toxics(cut_answers=0.05)
        clients = [person.again(proxy.listens_on) for _ in range(CLIENTS)]
        creating = asyncio.gather(*(create(client, keys // CLIENTS) for client in clients))
        for kill in range(1, kills + 1):
            await until(lambda: len(crowd.history.with_outcome(Outcome.DONE)) >= keys * kill / (kills + 1))  # noqa: B023
            await service.kill()
            await service.start()
        await creating

    final = await person.everything()
    lost = sum(connection.lost for connection in crowd.connections)
    figures(
        "R05",
        f"{keys:,} keys through a proxy that cut {proxy.cuts} answers, and {kills} kill -9 of the server"
        f" ({lost} requests without an answer): {len(final):,} tasks",
    )
    assert len(final) == keys
    assert violations(crowd.history, final) == []
    assert {answer.status for answer in crowd.answers()} <= {200, 201, 503}


async def create(client: Person, times: int) -> None:
    for _ in range(times):
        await client.create(client.history.fresh_title(), key=uuid4().hex)


@pytest.mark.parametrize(("keys", "clients"), [short(20, 20), long(1_000, 20)])
async def test_of_parallel_requests_with_one_key_one_makes_a_task_and_all_get_its_answer(
    service: Service, crowd: Crowd, figures: Figures, keys: int, clients: int
) -> None:
    person = await crowd.sign_up(service.port)
    rivals = [person.again() for _ in range(clients)]
    answers = []
    for _ in range(keys):
        body, headers = {"title": crowd.history.fresh_title()}, {"Idempotency-Key": uuid4().hex}
        answers.append(await asyncio.gather(*(rival.ask("POST", "/api/v1/tasks", body, headers) for rival in rivals)))

    final = await person.everything()
    figures("R06", f"{keys:,} keys x {clients} requests at once: {len(final):,} tasks, answers equal to the byte")
    assert len(final) == keys
    for group in answers:
        first = {(answer.status, answer.body, answer.headers["location"]) for answer in group}
        replays = sum(answer.headers.get("idempotency-replayed") == "true" for answer in group)
        assert (len(first), {answer.status for answer in group}, replays) == (1, {201}, clients - 1)
