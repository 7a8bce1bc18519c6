"""Two people who use the API in turns, and what belongs to whom."""

from collections.abc import Iterator
from itertools import cycle
from typing import Any
from uuid import uuid4

import httpx
from attrs import define, field, frozen

from application import Registration
from entrypoints.http.openapi.examples import SENT

PASSWORD: str = SENT[Registration]["password"]
"""The one of the document's examples, so that these people do change it, and do leave."""


@frozen
class Person:
    """Somebody with a session."""

    account: str
    """The id."""
    authorization: str


@define(eq=False)
class Couple:
    """Two people, one after the other; whose session is over makes room for somebody new."""

    url: str
    """Of the API."""
    owners: dict[str, str] = field(factory=dict, init=False)
    """From the ids of things to the ids of the accounts that they belong to."""
    _people: list[Person | None] = field(factory=lambda: [None, None], init=False)
    _turns: Iterator[int] = field(factory=lambda: cycle((0, 1)), init=False)

    def next(self) -> Person:
        """Whose turn it is."""
        turn = next(self._turns)
        person = self._people[turn] or self._newcomer()
        self._people[turn] = person
        return person

    def who(self, authorization: object) -> Person | None:
        """Whose credentials these are, if they are good."""
        return next((one for one in self._people if one and authorization == one.authorization), None)

    def leaves(self, person: Person) -> None:
        """The session of this person is over."""
        self._people[self._people.index(person)] = None

    def _newcomer(self) -> Person:
        credentials = {"email": f"{uuid4().hex}@example.com", "password": PASSWORD}
        with httpx.Client(base_url=self.url, timeout=10) as client:
            account = client.post("/auth/register", json=credentials).raise_for_status().json()
            tokens = client.post("/auth/login", json=credentials).raise_for_status().json()
        self.owners[account["id"]] = account["id"]
        return Person(account["id"], f"Bearer {tokens['token']}")


def ids_in(answer: Any) -> Iterator[str]:
    """Return the ids of all entities in a response; problems only repeat the request."""
    if isinstance(answer, dict):
        yield from (answer[name] for name in ("id", "user_id") if name in answer)
        yield from (each for name, inner in answer.items() if name != "problem" for each in ids_in(inner))
    elif isinstance(answer, list):
        yield from (each for inner in answer for each in ids_in(inner))
