"""Changes of the structure at the same time, over several connections to two workers."""

from concurrent.futures import ThreadPoolExecutor
from random import Random
from typing import Any

from tests.support.person import Person
from tests.support.server import Server

WRITERS, MOVES, TASKS, MAX_ANCESTORS = 8, 15, 6, 8


def test_writers_at_the_same_time_never_make_a_cycle(server: Server, person: Person) -> None:
    tasks = [person.create_task(f"task {number}")["id"] for number in range(TASKS)]

    with ThreadPoolExecutor(WRITERS) as threads:
        codes = list(threads.map(lambda seed: _moved_about(server, person, tasks, seed), range(WRITERS)))

    parents = {task["id"]: task["parent_id"] for task in _all(person)}
    assert {code for of_writer in codes for code in of_writer} <= {200, 409}
    assert set(parents) == set(tasks)
    for task in tasks:
        above, parent = 0, parents[task]
        while parent is not None and above <= MAX_ANCESTORS:
            above, parent = above + 1, parents[parent]
        assert above < TASKS


def _moved_about(server: Server, person: Person, tasks: list[str], seed: int) -> list[int]:
    """Put tasks below each other at random; return the status of each response."""
    chosen = Random(seed)  # noqa: S311 - any sequence will do
    with server.client() as client:
        client.headers["Authorization"] = f"Bearer {person.tokens['token']}"
        moves = [chosen.sample(tasks, 2) for _ in range(MOVES)]
        return [client.patch(f"/tasks/{task}", json={"parent_id": parent}).status_code for task, parent in moves]


def test_a_deletion_and_new_subtasks_at_the_same_time_leave_none_alone(server: Server, person: Person) -> None:
    parent = person.create_task("parent")["id"]

    def create(number: int) -> int:
        with server.client() as client:
            client.headers["Authorization"] = f"Bearer {person.tokens['token']}"
            if number == WRITERS // 2:
                return client.delete(f"/tasks/{parent}").status_code
            return client.post("/tasks", json={"title": str(number), "parent_id": parent}).status_code

    with ThreadPoolExecutor(WRITERS) as threads:
        codes = list(threads.map(create, range(WRITERS)))

    assert set(codes) <= {201, 204, 404}
    assert _all(person) == []


def _all(person: Person) -> list[dict[str, Any]]:
    tasks: list[dict[str, Any]] = person.client.get("/tasks?limit=100").raise_for_status().json()
    return tasks
