"""Moves at the same time, over several connections to two workers."""

from concurrent.futures import ThreadPoolExecutor
from random import Random
from typing import Any

import httpx

from tests.support.person import Person
from tests.support.server import Server

WRITERS, MOVES = 8, 12


def test_moves_at_the_same_time_all_succeed_and_every_task_has_a_key_of_its_own(server: Server, person: Person) -> None:
    tasks = [person.create_task(f"task {number}")["id"] for number in range(WRITERS + 2)]
    first, second, *others = tasks

    with ThreadPoolExecutor(WRITERS) as threads:
        moved = list(threads.map(lambda task: _moved_into_one_gap(server, person, task, first, second), others))

    found = in_order(person)
    assert {answer.status_code for answer in moved} == {200}
    assert [found[0]["id"], found[-1]["id"]] == [first, second]
    assert len({task["position"] for task in found}) == len(tasks)
    assert [task["position"] for task in found] == sorted(task["position"] for task in found)


def _moved_into_one_gap(server: Server, person: Person, task: str, first: str, second: str) -> httpx.Response:
    """Move a task to and fro in the gap between two others; return the last response."""
    side = Random(task)  # noqa: S311 - any sequence will do
    with server.client() as client:
        client.headers["Authorization"] = f"Bearer {person.tokens['token']}"
        for _ in range(MOVES - 1):
            target = {"after": first} if side.random() < 0.5 else {"before": second}
            client.post(f"/tasks/{task}/move", json=target).raise_for_status()
        return client.post(f"/tasks/{task}/move", json={"after": first})


def in_order(person: Person) -> list[dict[str, Any]]:
    """Return the first page of the manual order."""
    tasks: list[dict[str, Any]] = person.client.get("/tasks?sort=position").raise_for_status().json()
    return tasks
