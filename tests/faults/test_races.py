"""What can be had once is had by one (R08), and what has ended is over everywhere at once (S10)."""

import asyncio
from collections import Counter
from uuid import uuid4

import pytest

from tests.faults.support.figures import Figures
from tests.faults.support.lengths import long, short
from tests.faults.support.people import PASSWORD, Crowd
from tests.faults.support.service import Service

REGISTER = "/api/v1/auth/register"


@pytest.mark.parametrize(("addresses", "rivals"), [short(2, 10), long(20, 20)])
async def test_of_parallel_registrations_of_one_address_one_wins(
    service: Service, crowd: Crowd, figures: Figures, addresses: int, rivals: int
) -> None:
    """One account is created; the other requests are rejected, some because the hashing queue is full."""
    connections = [crowd.connect(service.port) for _ in range(rivals)]
    refused = 0
    for _ in range(addresses):
        body = {"email": f"{uuid4().hex}@example.com", "password": PASSWORD}
        answers = await asyncio.gather(*(one.ask("POST", REGISTER, body) for one in connections))
        statuses = Counter(answer.status for answer in answers)
        busy = [answer for answer in answers if answer.status == 503]
        again = [(await one.ask("POST", REGISTER, body)).status for one in connections]

        assert statuses[201] == 1
        assert statuses.keys() <= {201, 409, 503}
        assert all(answer.headers.get("retry-after") for answer in busy)
        assert again == [409] * rivals
        refused += len(busy)

    figures(
        "R08",
        f"{addresses} addresses x {rivals} registrations at once: one 201 each, {refused} times 503 with Retry-After, "
        "the others 409; all 409 when they came again",
    )


@pytest.mark.parametrize("trials", [short(20), long(1_000)])
async def test_a_session_that_was_ended_is_over_in_every_worker(
    service: Service, crowd: Crowd, figures: Figures, trials: int
) -> None:
    """Several connections ask without pause while the session ends; whatever is asked afterwards is refused."""
    credentials = {"email": f"{uuid4().hex}@example.com", "password": PASSWORD}
    door = crowd.connect(service.port)
    await door.ask("POST", "/api/v1/auth/register", credentials)
    others = [crowd.connect(service.port) for _ in range(8)]
    await service.share(others)
    accepted_before = accepted_after = 0
    for _ in range(trials):
        token = (await door.ask("POST", "/api/v1/auth/login", credentials)).json["token"]
        headers = {"Authorization": f"Bearer {token}"}
        before = await asyncio.gather(*(one.ask("GET", "/api/v1/me", headers=headers) for one in others))
        ended = await door.ask("POST", "/api/v1/auth/logout", headers=headers)
        after = await asyncio.gather(*(one.ask("GET", "/api/v1/me", headers=headers) for one in others))
        assert ended.status == 204
        accepted_before += sum(answer.status == 200 for answer in before)
        accepted_after += sum(answer.status != 401 for answer in after)

    figures("S10", f"{trials:,} logouts, {trials * 8:,} uses of the token afterwards over 2 workers: 0 accepted")
    assert (accepted_before, accepted_after) == (trials * 8, 0)
