"""The Idempotency-Key header: the same thing again is done once and answered alike."""

import asyncio
from time import monotonic_ns
from typing import Any

import pytest
from dependency_injector import providers

from adapters.system.shared_rate_table import SharedRateTable
from application import ReceiptBudget
from domain.accounts.receipt import Receipt
from domain.tasks.task import Task
from tests.entrypoints.http.support.api import Person, running

KEY = {"Idempotency-Key": "7b0d1c9e-once"}


async def test_a_repeated_creation_makes_one_task_and_gets_the_same_bytes(ada: Person) -> None:
    first, second = [await ada("POST", "tasks", json={"title": "Ünïcode"}, headers=KEY) for _ in range(2)]

    assert (first.status_code, second.status_code) == (201, 201)
    assert first.content == second.content
    assert "idempotency-replayed" not in first.headers
    assert second.headers["idempotency-replayed"] == "true"
    for header in ("location", "etag", "content-type", "content-length"):
        assert first.headers[header] == second.headers[header]
    assert await ada.titles() == ["Ünïcode"]


async def test_a_repeated_edit_is_made_once(ada: Person) -> None:
    path = f"tasks/{(await ada.task())['id']}"

    first = await ada("PATCH", path, json={"status": "done"}, headers={**KEY, "If-Match": '"1"'})
    await ada("PATCH", path, json={"status": "todo"})
    second = await ada("PATCH", path, json={"status": "done"}, headers={**KEY, "If-Match": '"1"'})

    assert (first.content, first.headers["etag"]) == (second.content, second.headers["etag"])
    assert second.headers["idempotency-replayed"] == "true"
    assert (await ada("GET", path)).json()["status"] == "todo"


async def test_a_repeated_batch_is_run_once(ada: Person) -> None:
    batch = {"atomic": False, "operations": [{"op": "create", "task": {"title": "x"}}]}

    first, second = [await ada("POST", "tasks/batch", json=batch, headers=KEY) for _ in range(2)]

    assert first.content == second.content
    assert await ada.titles() == ["x"]


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (b'{"title":"y"}', {}),
        (b'{"title": "x"}', {}),
        (b'{"title":"x"}', {"If-Match": '"1"'}),
        (b'{"title":"x"}', {"If-None-Match": '"9"'}),
    ],
    ids=["other body", "other bytes", "other condition", "other exception"],
)
async def test_the_same_key_with_another_request_is_refused(ada: Person, body: bytes, headers: dict[str, str]) -> None:
    path = f"tasks/{(await ada.task(title='x'))['id']}"
    sent = {**KEY, "Content-Type": "application/json"}
    await ada("PATCH", path, content=b'{"title":"x"}', headers=sent)

    answer = await ada("PATCH", path, content=body, headers={**sent, **headers})

    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency-key-reused")


async def test_the_same_key_for_another_task_is_refused(ada: Person) -> None:
    one, other = [f"tasks/{(await ada.task())['id']}" for _ in range(2)]
    await ada("PATCH", one, json={"priority": "low"}, headers=KEY)

    answer = await ada("PATCH", other, json={"priority": "low"}, headers=KEY)

    assert answer.status_code == 422
    assert (await ada("GET", other)).json()["priority"] == "medium"


async def test_keys_are_kept_apart_by_user_and_by_route(ada: Person) -> None:
    ben = await ada.api.person()
    made = [await person("POST", "tasks", json={"title": "x"}, headers=KEY) for person in (ada, ben)]
    edited = await ada("PATCH", made[0].headers["location"], json={"title": "y"}, headers=KEY)

    assert [answer.status_code for answer in (*made, edited)] == [201, 201, 200]
    assert [await person.titles() for person in (ada, ben)] == [["y"], ["x"]]


async def test_a_refused_request_leaves_the_key_free(ada: Person) -> None:
    path = f"tasks/{(await ada.task())['id']}"

    stale = await ada("PATCH", path, json={"title": "x"}, headers={**KEY, "If-Match": '"9"'})
    invalid = await ada("PATCH", path, json={"title": ""}, headers=KEY)
    good = await ada("PATCH", path, json={"title": "x"}, headers=KEY)

    assert [answer.status_code for answer in (stale, invalid, good)] == [412, 400, 200]
    assert "idempotency-replayed" not in good.headers


async def test_duplicates_at_the_same_time_make_one_task(ada: Person) -> None:
    answers = await asyncio.gather(*(ada("POST", "tasks", json={"title": "x"}, headers=KEY) for _ in range(20)))

    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert sum("idempotency-replayed" not in answer.headers for answer in answers) == 1
    assert len(ada.api.store.all_of(Task)) == 1


@pytest.mark.parametrize("key", [b"", b" ", b"a b", b"x" * 256, "é".encode(), b"a\tb"])
async def test_a_malformed_key_is_refused_and_nothing_is_done(ada: Person, key: bytes) -> None:
    headers: Any = {**ada.authorization, "Idempotency-Key": key}

    answer = await ada.api("POST", "tasks", json={"title": "x"}, headers=headers)

    assert (answer.status_code, answer.json()["code"]) == (400, "bad-request")
    assert await ada.titles() == []


@pytest.mark.parametrize("key", ["!", "~", "x" * 255, '"quoted"'])
async def test_every_visible_ascii_key_is_good(ada: Person, key: str) -> None:
    answer = await ada("POST", "tasks", json={"title": "x"}, headers={"Idempotency-Key": key})

    assert answer.status_code == 201


async def test_a_replay_is_compressed_on_request_with_the_same_content(ada: Person) -> None:
    body = {"atomic": True, "operations": [{"op": "create", "task": {"title": "x" * 200}}] * 10}
    first = await ada("POST", "tasks/batch", json=body, headers=KEY)

    second = await ada("POST", "tasks/batch", json=body, headers={**KEY, "Accept-Encoding": "gzip"})

    assert second.headers["content-encoding"] == "gzip"
    assert first.content == second.content


async def test_a_repeated_deletion_gets_the_first_answer(ada: Person) -> None:
    path = f"tasks/{(await ada.task())['id']}"

    first, second, other = [await ada("DELETE", path, headers=headers) for headers in (KEY, KEY, {})]

    assert [answer.status_code for answer in (first, second, other)] == [204, 204, 404]
    assert "idempotency-replayed" not in first.headers
    assert second.headers["idempotency-replayed"] == "true"


async def test_a_key_deletes_one_task_only(ada: Person) -> None:
    one, other = [f"tasks/{(await ada.task())['id']}" for _ in range(2)]
    await ada("DELETE", one, headers=KEY)

    assert (await ada("DELETE", other, headers=KEY)).json()["code"] == "idempotency-key-reused"
    assert (await ada("GET", other)).status_code == 200


async def test_no_op_batches_under_ever_new_keys_take_limited_room() -> None:
    limit = 200_000
    budget = ReceiptBudget(SharedRateTable(), limit=limit, clock=monotonic_ns)
    async with running(receipt_budget=providers.Object(budget)) as api:
        ada = await api.person()
        tasks = [(await ada.task(description="x" * 2_000))["id"] for _ in range(10)]
        batch = {"atomic": False, "operations": [{"op": "edit", "id": task, "task": {}} for task in tasks]}

        answers = [
            await ada("POST", "tasks/batch", json=batch, headers={"Idempotency-Key": f"key-{number}"})
            for number in range(10)
        ]

        accepted = [answer for answer in answers if answer.status_code == 200]
        assert 0 < len(accepted) < len(answers)
        assert sum(receipt.size for receipt in api.store.all_of(Receipt)) <= limit / 2
        assert {answer.json()["code"] for answer in answers[len(accepted) :]} == {"too-many-receipts"}
        assert int(answers[-1].headers["retry-after"]) > 0
        assert (await ada("POST", "tasks/batch", json=batch)).status_code == 200
        replay = await ada("POST", "tasks/batch", json=batch, headers={"Idempotency-Key": "key-0"})
        assert replay.content == accepted[0].content
