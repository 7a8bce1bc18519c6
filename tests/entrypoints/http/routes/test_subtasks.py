"""Subtasks over HTTP."""

from typing import Any

import pytest

from tests.entrypoints.http.support.api import Person

NOBODYS = "0199f3a0-5c6e-7b3e-8d4f-2a1b3c4d5e6f"


async def family(ada: Person) -> tuple[dict[str, Any], dict[str, Any]]:
    """Create a task and a subtask."""
    parent = await ada.task(title="parent")
    return parent, await ada.task(title="child", parent_id=parent["id"])


async def titles(ada: Person, **query: Any) -> list[str]:
    return sorted(task["title"] for task in (await ada("GET", "tasks", params=query)).json())


async def test_a_subtask_names_its_parent(ada: Person) -> None:
    parent, child = await family(ada)

    out = await ada("PATCH", f"tasks/{child['id']}", json={"parent_id": None})

    assert (parent["parent_id"], child["parent_id"]) == (None, parent["id"])
    assert (out.status_code, out.json()["parent_id"], out.headers["etag"]) == (200, None, '"2"')


async def test_a_task_may_be_sent_back_as_it_was_read(ada: Person) -> None:
    _, child = await family(ada)

    answer = await ada("PATCH", f"tasks/{child['id']}", json=child)

    assert (answer.status_code, answer.json()) == (200, child)


async def test_the_filter_finds_direct_subtasks(ada: Person) -> None:
    parent, child = await family(ada)
    await ada.task(title="grandchild", parent_id=child["id"])

    assert await titles(ada, parent=parent["id"]) == ["child"]
    assert await titles(ada, parent=[parent["id"], child["id"].upper()]) == ["child", "grandchild"]
    assert await titles(ada, parent="none") == ["parent"]
    assert await titles(ada, parent=["none", child["id"]]) == ["grandchild", "parent"]
    assert await titles(ada, parent=NOBODYS) == []


@pytest.mark.parametrize(
    ("query", "violation"),
    [
        ("parent=7", ("/parent", "not-a-uuid")),
        ("parent=None", ("/parent", "not-a-uuid")),
        ("include=subtasks", ("/include", "unknown-value")),
        ("include=progress&include=progress", ("/include", "repeated")),
    ],
)
async def test_nothing_of_a_query_is_guessed(ada: Person, query: str, violation: tuple[str, str]) -> None:
    answer = await ada("GET", f"tasks?{query}")

    assert answer.status_code == 400
    assert [(each["pointer"], each["code"]) for each in answer.json()["errors"]] == [violation]


@pytest.mark.parametrize("body", [{"parent_id": "x"}, {"parent_id": 7}, {"parent_id": ""}, {"parent_id": [NOBODYS]}])
async def test_a_parent_is_an_id_or_null(ada: Person, body: dict[str, Any]) -> None:
    task = await ada.task()

    for answer in (
        await ada("POST", "tasks", json={"title": "x", **body}),
        await ada("PATCH", f"tasks/{task['id']}", json=body),
    ):
        assert answer.status_code == 400
        assert [each["pointer"] for each in answer.json()["errors"]] == ["/parent_id"]


async def test_the_parent_of_another_user_does_not_exist(ada: Person) -> None:
    ben = await ada.api.person("ben@example.com")
    task = await ben.task()

    answer = await ada("POST", "tasks", json={"title": "x", "parent_id": task["id"]})

    assert (answer.status_code, answer.json()["code"]) == (404, "task-not-found")


async def test_the_progress_of_a_task_and_of_a_list(ada: Person) -> None:
    parent, child = await family(ada)
    await ada("PATCH", f"tasks/{child['id']}", json={"status": "done"})
    await ada.task(title="other", parent_id=parent["id"])

    one = await ada("GET", f"tasks/{parent['id']}", params={"include": "progress"})
    many = await ada("GET", "tasks", params={"include": "progress", "sort": "created_at"})
    plain = await ada("GET", "tasks")

    assert one.json() == {**parent, "progress": {"done": 1, "total": 2}}
    assert [task["progress"] for task in many.json()] == [{"done": done, "total": 2 * done} for done in (1, 0, 0)]
    assert all("progress" not in task for task in plain.json())


async def test_the_tag_of_a_task_with_progress_changes_with_both(ada: Person) -> None:
    parent, child = await family(ada)
    path, query = f"tasks/{parent['id']}", {"include": "progress"}

    first = await ada("GET", path, params=query)
    tag = {"If-None-Match": first.headers["etag"]}
    same = await ada("GET", path, params=query, headers=tag)
    without = await ada("GET", path, headers=tag)
    await ada("PATCH", f"tasks/{child['id']}", json={"status": "done"})
    progressed = await ada("GET", path, params=query, headers=tag)
    edited = await ada("PATCH", path, json={"title": "new"}, headers={"If-Match": progressed.headers["etag"]})
    late = await ada("PATCH", path, json={"title": "newer"}, headers={"If-Match": progressed.headers["etag"]})

    codes = [answer.status_code for answer in (same, without, progressed, edited, late)]
    assert codes == [304, 200, 200, 200, 412]
    assert (first.headers["etag"], same.headers["etag"], same.content) == ('"1.0-1"', '"1.0-1"', b"")


@pytest.mark.parametrize("query", ["version=1&include=progress", "at=2030-01-01T00:00:00Z&include=progress"])
async def test_there_is_no_progress_of_the_past(ada: Person, query: str) -> None:
    task = await ada.task()

    answer = await ada("GET", f"tasks/{task['id']}?{query}")

    assert [(each["pointer"], each["code"]) for each in answer.json()["errors"]] == [("/include", "contradiction")]


async def test_a_deletion_takes_along_what_is_below_and_one_request_brings_it_back(ada: Person) -> None:
    parent, _ = await family(ada)

    gone = await ada("DELETE", f"tasks/{parent['id']}")
    nothing = await titles(ada)
    numbers = [change["number"] for change in (await ada("GET", "changes?since=2")).json()["changes"]]
    back = await ada("POST", "changes/undo", json={"numbers": numbers})

    assert (gone.status_code, nothing, back.status_code) == (204, [], 200)
    assert await titles(ada) == ["child", "parent"]


async def test_a_deletion_can_be_tried(ada: Person) -> None:
    parent, _ = await family(ada)

    answer = await ada("DELETE", f"tasks/{parent['id']}", headers={"Prefer": "dry-run"})

    assert (answer.status_code, answer.headers["preference-applied"]) == (204, "dry-run")
    assert await titles(ada) == ["child", "parent"]


async def test_a_batch_creates_a_parent_and_its_child(ada: Person) -> None:
    operations = [
        {"op": "create", "task": {"title": "parent", "id": NOBODYS}},
        {"op": "create", "task": {"title": "child", "parent_id": NOBODYS}},
    ]

    answer = await ada("POST", "tasks/batch", json={"atomic": True, "operations": operations})

    assert [each["task"]["parent_id"] for each in answer.json()["results"]] == [None, NOBODYS]


async def test_what_a_batch_changes_is_not_deleted_by_it(ada: Person) -> None:
    parent, child = await family(ada)
    operations = [
        {"op": "edit", "id": child["id"], "task": {"title": "new"}},
        {"op": "delete", "id": parent["id"]},
    ]

    answer = await ada("POST", "tasks/batch", json={"atomic": False, "operations": operations})

    _, rejected = answer.json()["results"]
    assert (rejected["status"], rejected["problem"]["code"]) == (409, "changed-in-batch")
