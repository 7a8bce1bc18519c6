"""Tasks that are due on a day, or at a time, but not both."""

import pytest

from tests.entrypoints.http.support.api import Person

DAY, TIME = "2026-03-01", "2026-03-01T09:00:00Z"


async def test_a_day_is_returned_as_it_was_sent(ada: Person) -> None:
    task = await ada.task(due_on=DAY)
    read = (await ada("GET", f"tasks/{task['id']}")).json()
    (change,) = (await ada("GET", f"tasks/{task['id']}/history")).json()

    assert (read["due_at"], read["due_on"]) == (None, DAY)
    assert change["fields"]["due_on"] == {"before": None, "after": DAY}


async def test_a_task_with_a_day_can_be_sent_back_as_it_was_read(ada: Person) -> None:
    task = await ada.task(due_on=DAY)

    answer = await ada("PATCH", f"tasks/{task['id']}", json=task)

    assert (answer.status_code, answer.json()) == (200, task)


async def test_a_new_task_with_both_is_rejected(ada: Person) -> None:
    answer = await ada("POST", "tasks", json={"title": "x", "due_on": DAY, "due_at": TIME})

    assert (answer.status_code, answer.json()["errors"]) == (
        400,
        [
            {
                "pointer": "/due_on",
                "code": "contradiction",
                "detail": "due_at and due_on exclude each other: send one",
            }
        ],
    )


@pytest.mark.parametrize(
    ("first", "second"), [({"due_on": DAY}, {"due_at": TIME}), ({"due_at": TIME}, {"due_on": DAY})]
)
async def test_the_one_takes_the_place_of_the_other_only_if_that_is_removed(
    ada: Person, first: dict[str, str], second: dict[str, str]
) -> None:
    task = await ada.task(**first)
    path = f"tasks/{task['id']}"

    rejected = await ada("PATCH", path, json=second)
    batch = [{"op": "edit", "id": task["id"], "task": second}]
    (in_a_batch,) = (await ada("POST", "tasks/batch", json={"atomic": False, "operations": batch})).json()["results"]
    accepted = await ada("PATCH", path, json={**dict.fromkeys(first), **second})

    assert (rejected.status_code, rejected.json()["code"]) == (409, "two-due-dates")
    assert (in_a_batch["status"], in_a_batch["problem"]["code"]) == (409, "two-due-dates")
    assert accepted.status_code == 200
    assert {name: accepted.json()[name] for name in ("due_at", "due_on")} == {**dict.fromkeys(first), **second}


async def test_a_repeated_creation_with_another_day_is_rejected(ada: Person) -> None:
    new = {"id": "0199f3a0-5c6e-7b3e-8d4f-2a1b3c4d5e6f", "title": "x", "due_on": DAY}

    answers = [
        (await ada("POST", "tasks", json=body)).status_code for body in (new, new, {**new, "due_on": "2026-03-02"})
    ]

    assert answers == [201, 200, 409]
