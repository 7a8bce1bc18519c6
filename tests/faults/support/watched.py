"""A service under traffic while something it depends on breaks, and what must hold all the while."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from attrs import define

from tests.faults.support.connection import Answer
from tests.faults.support.people import Crowd, Person
from tests.faults.support.service import Service
from tests.faults.support.traffic import Probe, running, traffic
from tests.faults.support.verdict import violations

DEADLINE = 5.0
"""Seconds within which every request is answered."""
SLACK = 0.5
"""Seconds more that the clients, on the same machine, may take to notice."""


@define(eq=False)
class Watched:
    """What is seen from outside."""

    service: Service
    crowd: Crowd
    person: Person
    live: Probe
    ready: Probe
    workers: list[int]

    @classmethod
    @asynccontextmanager
    async def under_traffic(cls, service: Service, crowd: Crowd, *, clients: int = 8) -> AsyncIterator["Watched"]:
        """Have the service used and watched as long as the block runs."""
        person = await crowd.sign_up(service.port)
        live, ready = (Probe(crowd.connect(service.port), path) for path in ("/health", "/health/ready"))
        watched = cls(service, crowd, person, live, ready, service.workers())
        async with traffic(person, clients=clients), running(live, ready):
            yield watched

    @property
    def refusals(self) -> list[Answer]:
        """All 503 that were given to users."""
        users = (one for one in self.crowd.connections if one is not self.ready.connection)
        refused = (answer for one in users for answer in one.answers if answer.status == 503)
        return sorted(refused, key=lambda answer: answer.at)

    def failures_end_after(self, moment: float) -> float:
        """Seconds from a moment to the end of the last refusal."""
        return max([0.0, *(answer.at - moment for answer in self.refusals)])

    def unready_after(self, moment: float) -> float:
        """Seconds from a moment to the last time it said that it was not ready."""
        return max([0.0, *(answer.at - moment for answer in self.ready.connection.answers if answer.status != 200)])

    async def verify(self) -> None:
        """What holds whatever breaks: nothing lost, nobody unanswered, refusals well-formed, the same processes."""
        assert violations(self.crowd.history, await self.person.everything()) == []
        answers = self.crowd.answers()
        assert {answer.status for answer in answers} <= {200, 201, 204, 404, 412, 503}
        assert sum(connection.lost for connection in self.crowd.connections) == 0
        assert all(answer.headers.get("retry-after") for answer in answers if answer.status == 503)
        assert max(answer.seconds for answer in answers) <= DEADLINE + SLACK
        assert self.live.statuses == {200}
        assert self.service.workers() == self.workers
