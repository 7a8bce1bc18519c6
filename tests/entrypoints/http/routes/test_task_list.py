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


async def test_a_day_is_over_when_it_ends_in_the_zone_that_is_named(ada: Person) -> None:
    on_the_day = await ada.task(due_on="2026-03-29")
    last_second = await ada.task(due_at="2026-03-29T21:59:59Z")  # in Berlin, where the clocks have been set forward
    next_day = await ada.task(due_at="2026-03-29T22:00:00Z")

    async def found(**query: object) -> list[str]:
        answer = await ada("GET", "tasks", params={"sort": "created_at", "tz": "Europe/Berlin", **query})
        return [task["id"] for task in answer.json()]

    assert await found(due_before="2026-03-29T22:00:00Z") == [on_the_day["id"], last_second["id"]]
    assert await found(due_before="2026-03-29T21:59:59Z") == []
    assert await found(due_after="2026-03-29T21:59:59Z") == [on_the_day["id"], next_day["id"]]
    assert await found(due_after="2026-03-29") == [next_day["id"]]
    assert await found(due_before="2026-03-30") == [on_the_day["id"], last_second["id"]]
    assert await found(due_before="2026-03-29", tz="UTC") == []
    assert await found(due_after="2026-03-29", tz="UTC") == []


async def test_pages_by_due_date_lead_from_one_kind_to_the_other(ada: Person) -> None:
    first, third = await ada.task(due_at="2026-03-01T23:59:59Z"), await ada.task(due_at="2026-03-02T00:00:01Z")
    second, last = await ada.task(due_on="2026-03-01"), await ada.task()

    found, path = [], "/api/v1/tasks?sort=due_at&limit=1&due_after=2026-02-01&tz=Europe/Berlin"
    while path:
        answer = await ada("GET", path)
        found += [task["id"] for task in answer.json()]
        path = answer.headers.get("link", "<>").split("<")[1].split(">")[0]
    unfiltered = [task["id"] for task in (await ada("GET", "tasks?sort=due_at")).json()]

    assert found == [first["id"], second["id"], third["id"]]
    assert unfiltered == [*found, last["id"]]


async def test_a_cursor_is_valid_for_one_time_zone(ada: Person) -> None:
    for _ in range(2):
        await ada.task(due_on="2026-03-01")
    first = await ada("GET", "tasks?limit=1&due_after=2026-02-01&tz=Europe/Berlin")
    link = first.headers["link"].split("<")[1].split(">")[0]

    assert (await ada("GET", link)).status_code == 200
    assert (await ada("GET", link.replace("Berlin", "London"))).json()["errors"][0]["code"] == "not-ours"


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
        ("due=none&due_after=2026-03-01", "/due"),
        ("due_before=2026-02-30", "/due_before"),
        ("tz=Europe/berlin", "/tz"),
        ("tz=UTC&tz=UTC", "/tz"),
        ("updated_after=yesterday", "/updated_after"),
        ("completed_after=2026-03-01", "/completed_after"),
    ],
)
async def test_a_filter_that_cannot_be_meant_is_rejected(ada: Person, query: str, pointer: str) -> None:
    answer = await ada("GET", f"tasks?{query}")

    assert answer.status_code == 400
    assert [violation["pointer"] for violation in answer.json()["errors"]] == [pointer]
