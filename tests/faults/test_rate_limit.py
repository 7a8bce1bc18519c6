"""A user's requests are counted together, whichever worker answers them (S27)."""

import asyncio
from itertools import count

import pytest
from attrs import define, field

from tests.faults.support.connection import Answer
from tests.faults.support.figures import Figures
from tests.faults.support.people import Crowd, Person
from tests.faults.support.service import Serve

TASKS = "/api/v1/tasks?limit=1"
CONNECTIONS = 12
WINDOW, BURST = 60, 5
"""Seconds: of the limit, and how many seconds' worth may come at once."""


@define
class Asking:
    """Somebody who asks without end, over connections to all workers."""

    people: list[Person]
    answers: list[Answer] = field(factory=list)

    async def ask(self, times: int, *, every: float = 0.0) -> None:
        """Send requests at fixed times over a pool of connections."""
        begin = asyncio.get_running_loop().time()
        numbers = count()

        async def go_on(person: Person) -> None:
            while (number := next(numbers)) < times:
                await asyncio.sleep(begin + number * every - asyncio.get_running_loop().time())
                self.answers.append(await person.ask("GET", TASKS))

        await asyncio.gather(*map(go_on, self.people))

    def admitted(self) -> list[Answer]:
        """What was answered, in the order of time."""
        return sorted((answer for answer in self.answers if answer.status == 200), key=lambda answer: answer.at)

    def refused(self) -> list[Answer]:
        """What was refused for the limit."""
        return [answer for answer in self.answers if answer.code == "rate-limited"]

    @property
    def seconds(self) -> float:
        """From the first request to the last answer."""
        return max(answer.at for answer in self.answers) - min(answer.asked_at for answer in self.answers)


async def somebody(crowd: Crowd, port: int) -> Asking:
    person = await crowd.sign_up(port)
    return Asking([person.again() for _ in range(CONNECTIONS)])


async def test_what_all_workers_let_in_together_is_what_one_may_ask(start_service: Serve, crowd: Crowd) -> None:
    service = await start_service(RATE_LIMIT_PER_USER="600")
    asking = await somebody(crowd, service.port)

    await asking.ask(200)

    assert 10 * BURST <= len(asking.admitted()) <= 10 * (BURST + asking.seconds) + len(service.workers())
    assert len(asking.admitted()) + len(asking.refused()) == 200


@pytest.mark.long
async def test_three_times_the_limit_for_two_windows_gets_no_more_than_the_limit_and_the_time_to_retry(
    start_service: Serve, crowd: Crowd, figures: Figures
) -> None:
    limit = 600
    service = await start_service(RATE_LIMIT_PER_USER=str(limit))
    asking = await somebody(crowd, service.port)

    await asking.ask(6 * limit, every=WINDOW / limit / 3)

    admitted, refused = asking.admitted(), asking.refused()
    wrong = [answer for answer in refused if abs(float(answer.headers["retry-after"]) - wait(answer, admitted)) > 1]
    figures(
        "S27",
        f"3 times the limit for two windows over {len(service.workers())} workers: {len(admitted) / limit / 2:.2f} of "
        f"the limit admitted; {len(refused):,} rejected, {len(wrong)} with a Retry-After that was off by more than 1 s",
    )
    assert len(admitted) + len(refused) == 6 * limit
    assert len(admitted) <= 1.05 * 2 * limit
    assert wrong == []


def wait(refused: Answer, admitted: list[Answer]) -> float:
    """Return the seconds until the next request was admitted; 1 for the last ones, where that is unknown."""
    return next((answer.asked_at - refused.at for answer in admitted if answer.asked_at >= refused.at), 1.0)
