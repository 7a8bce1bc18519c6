"""Tasks over HTTP: every operation when it succeeds, and the rules that clients can observe."""

import re

import pytest

from entrypoints.http.responses.views import TaskView
from tests.entrypoints.http.support.api import BASE, Api, Person

MICROSECONDS = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?Z")


async def test_a_new_task_is_returned_with_its_location_and_version(ada: Person) -> None:
    answer = await ada("POST", "tasks", json={"title": "  Write tests ", "priority": "high"})

    task = answer.json()
    assert answer.status_code == 201
    assert answer.headers["location"] == f"{BASE}/tasks/{task['id']}"
    assert answer.headers["etag"] == '"1"'
    assert answer.headers["content-type"] == "application/json"
    assert list(task) == list(TaskView.__struct_fields__)
    assert (task["title"], task["status"], task["priority"], task["version"]) == ("Write tests", "todo", "high", 1)
    assert (task["description"], task["due_at"], task["completed_at"]) == (None, None, None)
    assert MICROSECONDS.fullmatch(task["created_at"])
    assert task["created_at"] == task["updated_at"]


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
