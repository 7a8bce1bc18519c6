"""Moving tasks over HTTP, and lists in the manual order."""

from typing import Any

import pytest

from tests.entrypoints.http.support.api import Person

NOBODYS = "0199f3a0-5c6e-7b3e-8d4f-2a1b3c4d5e6f"


async def listed(person: Person, **query: Any) -> list[str]:
    """Return the titles of a list in the manual order."""
    answer = await person("GET", "tasks", params={"sort": "position", **query})
    return [task["title"] for task in answer.json()]


async def titled(person: Person, *titles: str) -> dict[str, dict[str, Any]]:
    """Create tasks, and return them by title."""
    return {title: await person.task(title=title) for title in titles}


async def move(person: Person, task: dict[str, Any], body: dict[str, Any], **request: Any) -> Any:
    return await person("POST", f"tasks/{task['id']}/move", json=body, **request)


async def test_a_moved_task_is_returned_with_its_position_and_version(ada: Person) -> None:
    tasks = await titled(ada, "a", "b", "c")

    answer = await move(ada, tasks["c"], {"after": tasks["a"]["id"].upper()})

    moved = answer.json()
    assert (answer.status_code, answer.headers["etag"], moved["version"]) == (200, '"2"', 2)
    assert tasks["a"]["position"] < moved["position"] < tasks["b"]["position"]
    assert moved == tasks["c"] | {key: moved[key] for key in ("position", "version", "updated_at")}
    assert (await ada("GET", f"tasks/{moved['id']}")).json() == moved
    assert await listed(ada) == ["a", "c", "b"]
    assert await listed(ada, sort="-position") == ["b", "c", "a"]


async def test_what_was_never_moved_is_in_the_order_of_creation(ada: Person) -> None:
    tasks = await titled(ada, "a", "b", "c")
    assert await listed(ada) == ["a", "b", "c"]

    await move(ada, tasks["a"], {"to": "last"})
    await titled(ada, "d")

    assert await listed(ada) == ["b", "c", "a", "d"]


async def test_a_move_is_right_in_every_filtered_list(ada: Person) -> None:
    tasks = await titled(ada, "a", "b", "c", "d")
    for title in ("a", "d"):
        await ada("PATCH", f"tasks/{tasks[title]['id']}", json={"status": "done"})

    await move(ada, tasks["d"], {"before": tasks["a"]["id"]})

    assert await listed(ada, status="done") == ["d", "a"]
    assert await listed(ada) == ["d", "a", "b", "c"]


async def test_pages_in_the_manual_order_are_turned_by_cursor(ada: Person) -> None:
    tasks = await titled(ada, "a", "b", "c", "d", "e")
    await move(ada, tasks["e"], {"to": "first"})

    path, found = "tasks?sort=position&limit=2", []
    while path:
        answer = await ada("GET", path)
        found += [task["title"] for task in answer.json()]
        path = answer.headers.get("link", "").partition(">")[0].rpartition("/")[2]

    assert found == ["e", "a", "b", "c", "d"]


async def test_a_task_that_is_there_already_keeps_its_version(ada: Person) -> None:
    tasks = await titled(ada, "a", "b")

    answer = await move(ada, tasks["b"], {"after": tasks["a"]["id"]})

    assert (answer.status_code, answer.json(), answer.headers["etag"]) == (200, tasks["b"], '"1"')


@pytest.mark.parametrize(
    ("body", "violations"),
    [
        ({}, [("", "missing")]),
        ({"to": "first", "after": NOBODYS}, [("/to", "contradiction")]),
        ({"to": "top"}, [("/to", "unknown-value")]),
        ({"to": "First"}, [("/to", "unknown-value")]),
        ({"to": None}, [("/to", "wrong-type")]),
        ({"after": None}, [("/after", "wrong-type")]),
        ({"after": "7"}, [("/after", "not-a-uuid")]),
        ({"to": "first", "position": "80"}, [("/position", "unknown-field")]),
    ],
    ids=str,
)
async def test_of_a_move_nothing_is_ignored_or_guessed(
    ada: Person, body: dict[str, Any], violations: list[tuple[str, str]]
) -> None:
    tasks = await titled(ada, "a", "b")

    answer = await move(ada, tasks["b"], body)

    assert answer.status_code == 400
    assert [(each["pointer"], each["code"]) for each in answer.json()["errors"]] == violations
    assert await listed(ada) == ["a", "b"]


async def test_a_task_is_not_moved_next_to_itself(ada: Person) -> None:
    task = await ada.task()

    answer = await move(ada, task, {"before": task["id"]})

    assert [(each["pointer"], each["code"]) for each in answer.json()["errors"]] == [("/before", "contradiction")]


async def test_a_neighbor_that_does_not_exist_is_named(ada: Person) -> None:
    task = await ada.task()

    answer = await move(ada, task, {"before": NOBODYS})

    assert (answer.status_code, answer.json()["code"]) == (404, "task-not-found")
    assert NOBODYS in answer.json()["detail"]


async def test_a_move_of_a_stale_version_is_rejected(ada: Person) -> None:
    tasks = await titled(ada, "a", "b")

    answer = await move(ada, tasks["b"], {"to": "first"}, headers={"If-Match": '"7"'})

    assert (answer.status_code, answer.json()["code"], answer.headers["etag"]) == (412, "stale-task", '"1"')
    assert await listed(ada) == ["a", "b"]


async def test_a_move_under_an_idempotency_key_happens_once(ada: Person) -> None:
    tasks = await titled(ada, "a", "b")
    key = {"Idempotency-Key": "once"}

    first = await move(ada, tasks["b"], {"to": "first"}, headers=key)
    await move(ada, tasks["a"], {"to": "first"})
    again = await move(ada, tasks["b"], {"to": "first"}, headers=key)

    assert (again.content, again.headers["idempotency-replayed"]) == (first.content, "true")
    assert await listed(ada) == ["a", "b"]


async def test_a_move_can_be_tried(ada: Person) -> None:
    tasks = await titled(ada, "a", "b")

    answer = await move(ada, tasks["b"], {"to": "first"}, headers={"Prefer": "dry-run"})

    (change,) = answer.json()["changes"]
    assert answer.headers["preference-applied"] == "dry-run"
    assert set(change["fields"]) - {"updated_at"} == {"position"}
    assert await listed(ada) == ["a", "b"]


async def test_a_move_is_one_change_and_one_undo(ada: Person) -> None:
    tasks = await titled(ada, "a", "b")
    moved = (await move(ada, tasks["b"], {"to": "first"})).json()

    (change, *_) = (await ada("GET", f"tasks/{moved['id']}/history")).json()
    await ada("POST", f"changes/{change['number']}/undo")

    assert change["fields"]["position"] == {"before": None, "after": moved["position"]}
    assert await listed(ada) == ["a", "b"]
    assert (await ada("GET", f"tasks/{moved['id']}")).json()["position"] == tasks["b"]["position"]


async def test_a_position_is_read_only_in_an_edit(ada: Person) -> None:
    task = await ada.task()

    same = await ada("PATCH", f"tasks/{task['id']}", json={**task, "title": "Changed"})
    other = await ada("PATCH", f"tasks/{task['id']}", json={"position": "80"})

    assert same.status_code == 200
    assert [(each["pointer"], each["code"]) for each in other.json()["errors"]] == [("/position", "read-only")]
