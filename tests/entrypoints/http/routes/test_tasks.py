"""Tasks over HTTP: every operation when it succeeds, and the rules that clients can observe."""

import re

import pytest

from entrypoints.http.responses.task_view import TaskView
from tests.entrypoints.http.support.api import BASE, Api, Person

MICROSECONDS = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?Z")


async def test_a_new_task_is_returned_with_its_location_and_version(ada: Person) -> None:
    answer = await ada("POST", "tasks", json={"title": "  Write tests ", "priority": "high"})

    task = answer.json()
    assert answer.status_code == 201
    assert answer.headers["location"] == f"{BASE}/tasks/{task['id']}"
    assert answer.headers["etag"] == '"1"'
    assert answer.headers["content-type"] == "application/json"
    assert list(task) == [name for name in TaskView.__struct_fields__ if name != "progress"]
    assert (task["title"], task["status"], task["priority"], task["version"]) == ("Write tests", "todo", "high", 1)
    assert (task["description"], task["due_at"], task["completed_at"]) == (None, None, None)
    assert MICROSECONDS.fullmatch(task["created_at"])
    assert task["created_at"] == task["updated_at"]


async def test_a_creation_under_an_id_of_the_client_can_be_repeated(ada: Person) -> None:
    ben = await ada.api.person("ben@example.com")
    body = {"title": "Write tests", "id": "0199f3a0-5c6e-7b3e-8d4f-2a1b3c4d5e6f"}

    first = await ada("POST", "tasks", json=body)
    edited = await ada("PATCH", f"tasks/{body['id']}", json={"title": "Write more tests"})
    again = await ada("POST", "tasks", json=body)
    other = await ada("POST", "tasks", json={**body, "title": "Something else"})
    of_ben = await ben("POST", "tasks", json=body)

    assert (first.status_code, first.json()["id"]) == (201, body["id"])
    assert (again.status_code, again.json(), again.headers["etag"]) == (200, edited.json(), '"2"')
    assert "location" not in again.headers
    for refused in (other, of_ben):
        assert (refused.status_code, refused.json()["code"]) == (409, "id-taken")
        assert refused.json()["detail"] == f"the id {body['id']} is taken; choose another one"


async def test_a_task_is_edited_by_sending_it_back_with_a_change(ada: Person) -> None:
    task = await ada.task(description="Both ferns", due_at="2027-01-01T09:00:00+02:00")

    answer = await ada("PATCH", f"tasks/{task['id']}", json={**task, "title": "Changed", "status": "done"})

    edited = answer.json()
    assert (answer.status_code, edited["title"], edited["status"], edited["version"]) == (200, "Changed", "done", 2)
    again = await ada("PATCH", f"tasks/{task['id']}", json=edited)
    assert (again.status_code, again.json()) == (200, edited)


async def test_sending_back_an_old_version_is_a_failed_precondition(ada: Person) -> None:
    task = await ada.task()
    await ada("PATCH", f"tasks/{task['id']}", json={"title": "Changed meanwhile"})

    answer = await ada("PATCH", f"tasks/{task['id']}", json={**task, "title": "Changed"})

    assert (answer.status_code, answer.json()["code"], answer.headers["etag"]) == (412, "stale-task", '"2"')


async def test_a_read_only_field_is_rejected_by_name_unless_it_has_its_present_value(ada: Person) -> None:
    task = await ada.task()
    other = "0199f3a0-5c6e-7b3e-8d4f-2a1b3c4d5e6f"

    answer = await ada(
        "PATCH",
        f"tasks/{task['id']}",
        json={
            "title": "Changed",
            "user_id": other,
            "created_at": task["created_at"],
            "completed_at": "2027-01-01T00:00:00Z",
        },
    )

    assert answer.status_code == 400
    assert [(each["pointer"], each["code"]) for each in answer.json()["errors"]] == [
        ("/user_id", "read-only"),
        ("/completed_at", "read-only"),
    ]
    assert (await ada("GET", f"tasks/{task['id']}")).json() == task


async def test_read_only_fields_are_accepted_in_batches(ada: Person) -> None:
    first, second, third = [await ada.task() for _ in range(3)]
    operations = [
        {"op": "edit", "id": first["id"], "task": {**first, "title": "Changed"}},
        {"op": "edit", "id": second["id"], "task": {**second, "version": 7}},
        {"op": "edit", "id": third["id"], "task": {"title": "Changed", "id": first["id"]}},
    ]

    answer = await ada("POST", "tasks/batch", json={"atomic": False, "operations": operations})

    results = answer.json()["results"]
    assert [result["status"] for result in results] == [200, 412, 400]
    assert [error["pointer"] for error in results[2]["problem"]["errors"]] == ["/id"]


async def test_a_task_is_read_as_it_was_made(ada: Person) -> None:
    made = await ada.task(description="Both ferns", due_at="2027-01-01T09:00:00+02:00")

    answer = await ada("GET", f"tasks/{made['id']}")

    assert (answer.status_code, answer.json(), answer.headers["etag"]) == (200, made, '"1"')
    assert made["due_at"] == "2027-01-01T07:00:00Z"


async def test_an_edit_changes_what_it_names_and_leaves_the_rest(ada: Person) -> None:
    made = await ada.task(description="Both ferns", priority="low")

    answer = await ada("PATCH", f"tasks/{made['id']}", json={"description": None, "status": "done"})

    edited = answer.json()
    assert answer.status_code == 200
    assert answer.headers["etag"] == '"2"'
    assert edited["completed_at"] == edited["updated_at"]
    assert {**made, "description": None, "status": "done", "version": 2} == {
        **edited,
        "updated_at": made["updated_at"],
        "completed_at": None,
    }


@pytest.mark.parametrize("edit", [{}, {"title": "Water the plants"}, {"status": "todo", "priority": "medium"}])
async def test_an_edit_that_changes_nothing_changes_nothing(ada: Person, edit: dict[str, str]) -> None:
    made = await ada.task()

    answer = await ada("PATCH", f"tasks/{made['id']}", json=edit)

    assert (answer.status_code, answer.json(), answer.headers["etag"]) == (200, made, '"1"')


async def test_a_removed_task_is_gone(ada: Person) -> None:
    made = await ada.task()

    removed = await ada("DELETE", f"tasks/{made['id']}")

    assert (removed.status_code, removed.content) == (204, b"")
    assert "content-length" not in removed.headers
    assert (await ada("GET", f"tasks/{made['id']}")).status_code == 404
    assert (await ada("DELETE", f"tasks/{made['id']}")).status_code == 404
    assert (await ada("PATCH", f"tasks/{made['id']}", json={"title": "x"})).status_code == 404


async def test_a_status_that_cannot_follow_is_refused_with_those_that_can(ada: Person) -> None:
    made = await ada.task()
    await ada("PATCH", f"tasks/{made['id']}", json={"status": "cancelled"})

    answer = await ada("PATCH", f"tasks/{made['id']}", json={"status": "done", "title": "Never mind"})

    assert answer.status_code == 409
    assert answer.json()["code"] == "transition-not-allowed"
    assert answer.json()["allowed"] == ["todo"]
    assert (await ada("GET", f"tasks/{made['id']}")).json()["title"] == "Water the plants"


async def test_the_list_holds_ones_own_tasks_newest_first(ada: Person, api: Api) -> None:
    ben = await api.person()
    await ben.task(title="Not hers")
    made = [await ada.task(title=f"Task {number}") for number in range(3)]

    answer = await ada("GET", "tasks")

    assert (answer.status_code, answer.json()) == (200, made[::-1])
    assert "link" not in answer.headers
    assert "x-total-count" not in answer.headers


async def test_filters_sorting_search_and_the_count_reach_the_store(ada: Person) -> None:
    for title, priority in (("Buy ferns", "low"), ("Sell ferns", "high"), ("Buy soil", "high")):
        await ada.task(title=title, priority=priority)

    answer = await ada("GET", "tasks?q=buy&priority=low&priority=high&sort=title&limit=1&count=true")

    assert [task["title"] for task in answer.json()] == ["Buy ferns"]
    assert answer.headers["x-total-count"] == "2"


async def test_a_limit_above_the_highest_means_the_highest(ada: Person) -> None:
    await ada("POST", "tasks/batch", json={"atomic": True, "operations": a_hundred_and_one_tasks()})

    answer = await ada("GET", "tasks", params={"limit": 1_000_000})

    assert len(answer.json()) == 100


def a_hundred_and_one_tasks() -> list[dict[str, object]]:
    return [{"op": "create", "task": {"title": f"Task {number}"}} for number in range(101)]


async def test_a_lowered_limit_is_stated(ada: Person) -> None:
    lowered, kept = await ada("GET", "tasks?limit=1000000"), await ada("GET", "tasks?limit=100")

    assert (lowered.headers["x-limit"], lowered.json()) == ("100", kept.json())
    assert "x-limit" not in kept.headers


async def test_the_first_example_of_every_reader_works(api: Api) -> None:
    account = {"email": "test@example.com", "password": "testpassword123"}

    registered = await api("POST", "auth/register", json=account)
    logged_in = await api("POST", "auth/login", json=account)
    created = await api(
        "POST",
        "tasks",
        json={"title": "Write integration tests", "priority": "high"},
        headers={"Authorization": f"Bearer {logged_in.json()['token']}"},
    )

    assert (registered.status_code, logged_in.status_code, created.status_code) == (201, 200, 201)
    assert (created.json()["title"], created.json()["status"]) == ("Write integration tests", "todo")
