"""Batches: several changes in one request."""

from typing import Any

from tests.entrypoints.http.support.api import Api, Person
from tests.entrypoints.http.support.routes import NOBODYS


def create(title: str) -> dict[str, Any]:
    return {"op": "create", "task": {"title": title}}


async def test_every_operation_has_its_result(ada: Person) -> None:
    edited, removed, stale, done = [await ada.task(title=title) for title in ("a", "b", "c", "d")]
    await ada("PATCH", f"tasks/{done['id']}", json={"status": "done"})
    operations = [
        create("new"),
        {"op": "edit", "id": edited["id"], "task": {"title": "A", "description": None}},
        {"op": "delete", "id": removed["id"], "if_version": 1},
        {"op": "delete", "id": stale["id"], "if_version": 7},
        {"op": "edit", "id": str(NOBODYS), "task": {"title": "x"}},
        {"op": "edit", "id": done["id"], "task": {"status": "cancelled"}},
    ]

    answer = await ada("POST", "tasks/batch", json={"atomic": False, "operations": operations})

    results = answer.json()["results"]
    assert answer.status_code == 200
    assert [result["status"] for result in results] == [201, 200, 204, 412, 404, 409]
    assert [list(result) for result in results] == [
        ["status", "task"],
        ["status", "task"],
        ["status"],
        ["status", "problem"],
        ["status", "problem"],
        ["status", "problem"],
    ]
    assert [result["problem"]["code"] for result in results[3:]] == [
        "stale-task",
        "task-not-found",
        "transition-not-allowed",
    ]
    assert results[5]["problem"]["allowed"] == ["todo", "in_progress"]
    assert sorted(await ada.titles()) == ["A", "c", "d", "new"]


async def test_an_atomic_batch_is_done_whole(ada: Person) -> None:
    answer = await ada("POST", "tasks/batch", json={"atomic": True, "operations": [create("a"), create("b")]})

    assert [result["status"] for result in answer.json()["results"]] == [201, 201]
    assert sorted(await ada.titles()) == ["a", "b"]


async def test_an_atomic_batch_is_refused_whole_and_the_culprit_is_named(ada: Person) -> None:
    operations = [create("a"), {"op": "delete", "id": str(NOBODYS)}, create("b")]

    answer = await ada("POST", "tasks/batch", json={"atomic": True, "operations": operations})

    assert (answer.status_code, answer.json()["code"]) == (409, "batch-refused")
    (culprit,) = answer.json()["errors"]
    assert (culprit["pointer"], culprit["code"]) == ("/operations/1", "task-not-found")
    assert await ada.titles() == []


async def test_a_batch_reaches_nobody_elses_tasks(api: Api, ada: Person) -> None:
    task = await ada.task()
    stranger = await api.person()
    operations = [{"op": "edit", "id": task["id"], "task": {"title": "Mine"}}, {"op": "delete", "id": str(NOBODYS)}]

    answer = await stranger("POST", "tasks/batch", json={"atomic": False, "operations": operations})

    foreign, missing = (result["problem"] for result in answer.json()["results"])
    assert (foreign["status"], missing["status"]) == (404, 404)
    assert foreign["code"] == missing["code"]
    assert await ada.titles() == [task["title"]]


async def test_an_invalid_batch_is_rejected_with_every_violation(ada: Person) -> None:
    task = await ada.task()
    bodies: list[tuple[Any, set[str]]] = [
        ({"atomic": True, "operations": []}, {"/operations"}),
        ({"atomic": True, "operations": [create("x")] * 201}, {"/operations"}),
        ({"operations": [create("x")]}, {"/atomic"}),
        ({"atomic": 1, "operations": {}}, {"/atomic", "/operations"}),
        ({"atomic": True, "operations": [{"op": "destroy"}, 1]}, {"/operations/0/op", "/operations/1"}),
        ({"atomic": True, "operations": [{"op": "edit", "task": {}}]}, {"/operations/0/id"}),
        (
            {"atomic": True, "operations": [{"op": "delete", "id": task["id"]}, {"op": "delete", "id": task["id"]}]},
            {"/operations/1/id"},
        ),
        (
            {"atomic": True, "operations": [{"op": "create", "id": task["id"], "task": {"title": "", "x": 1}}]},
            {"/operations/0/id", "/operations/0/task/title", "/operations/0/task/x"},
        ),
    ]
    for body, pointers in bodies:
        answer = await ada("POST", "tasks/batch", json=body)

        assert answer.status_code == 400, body
        assert {violation["pointer"] for violation in answer.json()["errors"]} == pointers
    assert await ada.titles() == [task["title"]]


async def test_two_hundred_operations_are_one_request(ada: Person) -> None:
    answer = await ada("POST", "tasks/batch", json={"atomic": True, "operations": [create("x")] * 200})

    assert [result["status"] for result in answer.json()["results"]] == [201] * 200
