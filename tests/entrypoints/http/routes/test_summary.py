"""GET /tasks/summary: how many tasks there are, in groups."""

from typing import Any

import pytest

from tests.entrypoints.http.support.api import Person


async def summary(person: Person, **query: object) -> dict[str, Any]:
    answer = await person("GET", "tasks/summary", params=query)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_tasks_are_counted_by_status_and_empty_groups_are_listed(ada: Person) -> None:
    for _ in range(2):
        await ada.task()
    done = await ada.task()
    await ada("PATCH", f"tasks/{done['id']}", json={"status": "done"})

    assert await summary(ada) == await summary(ada, group="status")
    assert await summary(ada) == {
        "total": 3,
        "groups": [
            {"value": "todo", "count": 2},
            {"value": "in_progress", "count": 0},
            {"value": "done", "count": 1},
            {"value": "cancelled", "count": 0},
        ],
        "omitted": 0,
    }


async def test_all_filters_of_the_list_apply(ada: Person) -> None:
    await ada.task(title="Buy soil", priority="high", due_on="2026-03-01")
    await ada.task(title="Buy pots", priority="high")
    await ada.task(title="Dig", priority="low", due_on="2026-03-01")
    filters: list[dict[str, object]] = [
        {"q": "buy"},
        {"priority": ["high", "critical"]},
        {"due": "any"},
        {"due_before": "2026-03-02", "tz": "Europe/Berlin"},
        {"status": "done"},
    ]

    for query in filters:
        listed = (await ada("GET", "tasks", params=query)).json()
        counted = await summary(ada, group="priority", **query)

        assert counted["total"] == len(listed)
        assert {each["value"]: each["count"] for each in counted["groups"]} == {
            priority: sum(task["priority"] == priority for task in listed)
            for priority in ("low", "medium", "high", "critical")
        }


async def test_due_dates_are_seen_from_the_present(ada: Person) -> None:
    await ada.task(due_at="2000-01-01T00:00:00Z")
    await ada.task(due_on="9998-12-31")
    await ada.task()

    counted = await summary(ada, group="due", tz="Pacific/Kiritimati")

    assert counted["groups"] == [
        {"value": "past", "count": 1},
        {"value": "today", "count": 0},
        {"value": "tomorrow", "count": 0},
        {"value": "next_7_days", "count": 0},
        {"value": "later", "count": 1},
        {"value": "none", "count": 1},
    ]


async def test_tasks_without_a_project_are_a_group(ada: Person) -> None:
    assert await summary(ada, group="project") == {"total": 0, "groups": [], "omitted": 0}
    await ada.task()
    assert await summary(ada, group="project") == {
        "total": 1,
        "groups": [{"value": None, "count": 1}],
        "omitted": 0,
    }


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("group=", [("/group", "empty")]),
        ("group=state", [("/group", "unknown-value")]),
        ("group=status&group=due", [("/group", "repeated")]),
        ("group=status&sort=title&limit=1", [("/sort", "unknown-parameter"), ("/limit", "unknown-parameter")]),
        ("status=x&group=x", [("/status", "unknown-value"), ("/group", "unknown-value")]),
        ("group=due&due=none&due_before=2026-03-01", [("/due", "contradiction")]),
        ("group=due&tz=Berlin", [("/tz", "unknown-value")]),
    ],
)
async def test_what_cannot_be_meant_is_rejected(ada: Person, query: str, expected: list[tuple[str, str]]) -> None:
    answer = await ada("GET", f"tasks/summary?{query}")

    assert answer.status_code == 400
    assert [(each["pointer"], each["code"]) for each in answer.json()["errors"]] == expected


async def test_it_is_no_task(ada: Person) -> None:
    answer = await ada("DELETE", "tasks/summary")

    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD, OPTIONS")
