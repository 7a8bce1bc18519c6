"""Guessing does not pay (S14), nobody learns who has an account (S12, S13), a refresh token is good once (S11)."""

import asyncio
import random
from statistics import median
from uuid import uuid4

import pytest

from tests.faults.support.connection import Answer, Connection
from tests.faults.support.figures import Figures
from tests.faults.support.lengths import long, short
from tests.faults.support.people import PASSWORD, Crowd
from tests.faults.support.service import Serve, Service

LOGIN, REFRESH, ME = "/api/v1/auth/login", "/api/v1/auth/refresh", "/api/v1/me"


async def registered(door: Connection) -> dict[str, str]:
    credentials = {"email": f"{uuid4().hex}@example.com", "password": PASSWORD}
    assert (await door.ask("POST", "/api/v1/auth/register", credentials)).status == 201
    return credentials


@pytest.mark.parametrize(("trials", "rivals"), [short(3, 20), long(200, 20)])
async def test_of_parallel_uses_of_one_refresh_token_all_get_one_successor_and_reuse_ends_the_session(
    service: Service, crowd: Crowd, figures: Figures, trials: int, rivals: int
) -> None:
    connections = [crowd.connect(service.port) for _ in range(rivals)]
    door = connections[0]
    credentials = await registered(door)
    for _ in range(trials):
        first = (await door.ask("POST", LOGIN, credentials)).json["refresh_token"]
        answers = await asyncio.gather(*(one.ask("POST", REFRESH, {"refresh_token": first}) for one in connections))
        second = {answer.json["refresh_token"] for answer in answers}
        assert ({answer.status for answer in answers}, len(second)) == ({200}, 1)

        third = await door.ask("POST", REFRESH, {"refresh_token": second.pop()})
        assert third.status == 200
        reused = await door.ask("POST", REFRESH, {"refresh_token": first})
        left = await door.ask("POST", REFRESH, {"refresh_token": third.json["refresh_token"]})
        used = await door.ask("GET", ME, headers={"Authorization": f"Bearer {third.json['token']}"})
        assert (reused.status, left.status, used.status) == (401, 401, 401)

    figures(
        "S11", f"{trials} x {rivals} parallel refreshes: one successor each; reuse ended {trials} of {trials} sessions"
    )


@pytest.mark.parametrize("guesses", [short(40), long(200)])
async def test_of_parallel_guesses_ten_are_verified_and_the_right_password_is_refused_like_a_wrong_one(
    service: Service, crowd: Crowd, figures: Figures, guesses: int
) -> None:
    connections = [crowd.connect(service.port) for _ in range(8)]
    credentials = await registered(connections[0])
    waiting = list(range(guesses))

    async def guess(one: Connection) -> list[Answer]:
        answers = []
        while waiting:
            wrong = {**credentials, "password": f"surely not this one {waiting.pop()}"}
            answers.append(await one.ask("POST", LOGIN, wrong))
        return answers

    answers = [answer for some in await asyncio.gather(*map(guess, connections)) for answer in some]
    answers.append(await connections[0].ask("POST", LOGIN, credentials))

    statuses = [answer.status for answer in answers]
    figures("S14", f"{guesses} parallel guesses over 2 workers: {statuses.count(401)} verified, the others 429")
    assert (statuses.count(401), statuses.count(429)) == (10, guesses - 9)
    waits = [int(answer.headers["retry-after"]) for answer in answers if answer.status == 429]
    assert all(840 < wait <= 900 for wait in waits)


@pytest.mark.parametrize("pairs", [short(10), long(500)])
async def test_neither_response_nor_time_reveals_whether_an_account_exists(
    start_service: Serve, crowd: Crowd, figures: Figures, pairs: int
) -> None:
    service = await start_service(LOGIN_GUESSES_PER_ACCOUNT="1000000", SERVER_WORKERS="1")
    door = crowd.connect(service.port, patience=30)
    somebody = {**await registered(door), "password": "surely not the right one"}
    nobody = {**somebody, "email": f"{uuid4().hex}@example.com"}
    seconds: dict[str, list[float]] = {"somebody": [], "nobody": [], "control": []}
    asked = [("somebody", somebody), ("nobody", nobody), ("control", somebody)]
    distinct = set()
    for _ in range(pairs):
        random.shuffle(asked)
        for name, credentials in asked:
            answer = await door.ask("POST", LOGIN, credentials)
            seconds[name].append(answer.seconds)
            distinct.add((answer.status, answer.body.replace(answer.headers["x-request-id"].encode(), b"")))

    middle = {name: median(some) for name, some in seconds.items()}
    apart = abs(middle["nobody"] / middle["somebody"] - 1)
    noise = abs(middle["control"] / middle["somebody"] - 1)
    figures("S12", f"{pairs} pairs: medians {apart:.2%} apart, the same account against itself {noise:.2%}")
    figures("S13", f"{3 * pairs} answers: {len(distinct)} different (status and body, but for the request id)")
    assert len(distinct) == 1
    # A short run on a busy machine shows noise; the promise of 2 % is checked by the long one.
    assert apart < (0.02 if pairs >= 500 else 0.5 + noise)
