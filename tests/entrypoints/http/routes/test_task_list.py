"""Lists of tasks: their entity tags, and filters by time."""

import pytest

from tests.entrypoints.http.support.api import Person

DUE = "2026-03-01T00:00:00Z"


async def test_an_unchanged_page_is_not_sent_again(ada: Person) -> None:
    await ada.task()
    first = await ada("GET", "tasks")
    tag = first.headers["etag"]
    again = await ada("GET", "tasks", headers={"If-None-Match": tag})
    head = await ada("HEAD", "tasks", headers={"If-None-Match": f'"other", {tag.removeprefix("W/")}'})

    assert tag.startswith('W/"')
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert head.status_code == 304


async def test_every_change_of_a_page_changes_its_tag(ada: Person) -> None:
    tags = []

    async def look(**query: object) -> None:
        tags.append((await ada("GET", "tasks", params=query)).headers["etag"])

    await look()
    task = await ada.task()
    await look()
    await ada("PATCH", f"tasks/{task['id']}", json={"status": "done"})
    await look()
    await look(limit=1, count="true")
    await ada.task()
    await look(limit=1, sort="created_at")  # there is a next page now
    await look(limit=1, sort="created_at", count="true")
    await ada("DELETE", f"tasks/{task['id']}")
    await look()

    assert len(set(tags)) == len(tags)


async def test_the_tag_of_a_page_is_the_same_each_time_although_its_link_is_not(ada: Person) -> None:
    for _ in range(2):
        await ada.task()
    answers = [await ada("GET", "tasks", params={"limit": 1}) for _ in range(2)]

    assert len({answer.headers["etag"] for answer in answers}) == 1
    assert all("link" in answer.headers for answer in answers)


async def test_a_page_with_a_weak_tag_is_compressed(ada: Person) -> None:
    await ada.task(description="x" * 2_000)
    answer = await ada("GET", "tasks", headers={"Accept-Encoding": "gzip"})

    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["etag"].startswith("W/")


@pytest.mark.parametrize("sent", ["x", '"', "W/x"])
async def test_a_malformed_tag_is_rejected(ada: Person, sent: str) -> None:
    assert (await ada("GET", "tasks", headers={"If-None-Match": sent})).json()["code"] == "bad-request"


async def test_tasks_with_and_without_a_due_time_are_found(ada: Person) -> None:
    due, other = await ada.task(due_at=DUE), await ada.task()

    async def found(**query: object) -> list[str]:
        return [task["id"] for task in (await ada("GET", "tasks", params=query)).json()]

    assert await found(due="any") == [due["id"]]
    assert await found(due="none") == [other["id"]]
    assert await found(due="any", due_after=DUE) == []


async def test_tasks_are_found_by_when_they_were_updated_and_completed(ada: Person) -> None:
    first, second = await ada.task(), await ada.task()
    done = (await ada("PATCH", f"tasks/{first['id']}", json={"status": "done"})).json()

    async def found(**query: object) -> list[str]:
        return [task["id"] for task in (await ada("GET", "tasks", params=query)).json()]

    assert await found(updated_after=second["updated_at"]) == [first["id"]]
    assert await found(updated_after=done["updated_at"]) == []
    assert await found(completed_after=second["created_at"]) == [first["id"]]
    assert await found(completed_after=done["completed_at"]) == []


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("due=some", "/due"),
        ("due=any&due=none", "/due"),
        (f"due=none&due_before={DUE}", "/due"),
        ("updated_after=yesterday", "/updated_after"),
        ("completed_after=2026-03-01", "/completed_after"),
    ],
)
async def test_a_filter_that_cannot_be_meant_is_rejected(ada: Person, query: str, pointer: str) -> None:
    answer = await ada("GET", f"tasks?{query}")

    assert answer.status_code == 400
    assert [violation["pointer"] for violation in answer.json()["errors"]] == [pointer]
