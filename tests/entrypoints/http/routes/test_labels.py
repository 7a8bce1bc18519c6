"""Labels over HTTP: in tasks, in filters and on their own."""

import re
from typing import Any
from urllib.parse import quote

import pytest

from tests.entrypoints.http.support.api import BASE, Person
from tests.entrypoints.http.support.raw import HOST, exchange

MANY = [f"label {number:02}" for number in range(20)]


async def found(person: Person, *labels: str, **others: str) -> list[str]:
    """Return the titles of the tasks that a filter finds, oldest first."""
    pairs = [*(("label", label) for label in labels), *others.items(), ("sort", "created_at")]
    answer = await person("GET", "tasks", params=pairs)
    assert answer.status_code == 200, answer.text
    return [task["title"] for task in answer.json()]


async def test_a_task_has_labels_in_the_order_of_their_names(ada: Person) -> None:
    task = await ada.task(labels=["work", " Garden ", "café"])

    assert task["labels"] == ["café", "Garden", "work"]
    assert (await ada("GET", f"tasks/{task['id']}")).json()["labels"] == ["café", "Garden", "work"]
    assert (await ada.task())["labels"] == []


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        (["b", "A"], ["A", "b"]),
        ([], []),
        ({"add": ["New", "HOME"]}, ["home", "New", "work"]),
        ({"remove": ["Work", "unknown"]}, ["home"]),
        ({"add": ["New"], "remove": ["home"]}, ["New", "work"]),
        ({"add": []}, ["home", "work"]),
    ],
)
async def test_an_edit_replaces_or_adds_and_removes(ada: Person, sent: Any, expected: list[str]) -> None:
    task = await ada.task(labels=["home", "work"])

    answer = await ada("PATCH", f"tasks/{task['id']}", json={"labels": sent})

    assert (answer.status_code, answer.json()["labels"]) == (200, expected)


@pytest.mark.parametrize(
    ("sent", "violations"),
    [
        (["a", "A"], [("/1", "repeated")]),
        (
            ["", "x" * 51, 7, "a\nb"],
            [("/0", "too-short"), ("/1", "too-long"), ("/2", "wrong-type"), ("/3", "control-character")],
        ),
        ([*MANY, "x"], [("", "out-of-range")]),
        ("work", [("", "wrong-type")]),
        (None, [("", "wrong-type")]),
        ({}, [("", "missing")]),
        ({"add": ["a"], "remove": ["A"]}, [("/remove", "contradiction")]),
        ({"add": ["a", "A"], "remove": ["b", "B"]}, [("/add/1", "repeated"), ("/remove/1", "repeated")]),
        ({"add": [1], "remove": [""]}, [("/add/0", "wrong-type"), ("/remove/0", "too-short")]),
        ({"ad": ["a"]}, [("/ad", "unknown-field")]),
        ({"add": "a"}, [("/add", "wrong-type")]),
    ],
)
async def test_all_that_is_wrong_is_named(ada: Person, sent: Any, violations: list[tuple[str, str]]) -> None:
    task = await ada.task(labels=["home"])

    answer = await ada("PATCH", f"tasks/{task['id']}", json={"labels": sent})

    assert answer.status_code == 400
    reported = [(each["pointer"].removeprefix("/labels"), each["code"]) for each in answer.json()["errors"]]
    assert reported == violations
    assert (await ada("GET", f"tasks/{task['id']}")).json() == task


async def test_an_addition_beyond_the_limit_is_a_conflict(ada: Person) -> None:
    task = await ada.task(labels=MANY)

    answer = await ada("PATCH", f"tasks/{task['id']}", json={"labels": {"add": ["one more"]}})

    assert (answer.status_code, answer.json()["code"]) == (409, "too-many-labels")


async def test_a_task_can_be_sent_back_as_it_was_read(ada: Person) -> None:
    task = await ada.task(labels=["home", "Work"])

    assert (await ada("PATCH", f"tasks/{task['id']}", json=task)).json() == task


async def test_a_batch_edits_labels(ada: Person) -> None:
    task = await ada.task(labels=MANY)
    operations = [
        {"op": "create", "task": {"title": "new", "labels": ["b", "a"]}},
        {"op": "edit", "id": task["id"], "task": {"labels": {"add": ["more"]}}},
    ]

    created, edited = (await ada("POST", "tasks/batch", json={"atomic": False, "operations": operations})).json()[
        "results"
    ]

    assert created["task"]["labels"] == ["a", "b"]
    assert (edited["status"], edited["problem"]["code"]) == (409, "too-many-labels")


async def test_tasks_are_found_by_any_of_several_labels_in_any_spelling(ada: Person) -> None:
    for title, labels in (("1", ["Café"]), ("2", ["work", "a,b"]), ("3", []), ("4", ["none"]), ("5", ['"none"'])):
        await ada.task(title=title, labels=labels)

    assert await found(ada, "CAFE\u0301") == ["1"]
    assert await found(ada, "café", "Work") == ["1", "2"]
    assert await found(ada, "a,b") == ["2"]
    assert await found(ada, "missing") == []
    assert await found(ada, "none") == ["3"]
    assert await found(ada, "None", "work") == ["2", "3"]
    assert await found(ada, '"None"') == ["4"]
    assert await found(ada, '""none""') == ["5"]
    assert await found(ada, "work", status="done") == []


async def test_pages_of_a_label_continue_by_cursor(ada: Person) -> None:
    for number in range(5):
        await ada.task(title=str(number), labels=["a+b c&d"] if number % 2 == 0 else [])
    titles, path = [], f"tasks?label={quote('a+b c&d')}&label=NONE&limit=2&sort=created_at"
    for _ in range(3):
        answer = await ada("GET", path)
        titles += [task["title"] for task in answer.json()]
        path = re.sub(r"^<(.*)>.*", r"\1", answer.headers.get("link", ""))

    assert titles == ["0", "1", "2", "3", "4"]


async def test_labels_are_listed_with_counts_page_by_page(ada: Person) -> None:
    for labels in (["Home", "work"], ["home"], ["home", "zoo"], ["ä/b c"]):
        await ada.task(labels=labels)

    whole = await ada("GET", "labels")
    first = await ada("GET", "labels?limit=3")
    (path,) = re.findall(r'^<(.*)>; rel="next"$', first.headers["link"])
    second = await ada("GET", path)

    assert whole.json() == [
        {"name": "home", "count": 3},
        {"name": "work", "count": 1},
        {"name": "zoo", "count": 1},
        {"name": "ä/b c", "count": 1},
    ]
    assert "link" not in whole.headers
    assert first.json() + second.json() == whole.json()
    assert "link" not in second.headers
    assert (await ada("GET", "labels?limit=101")).headers["x-limit"] == "100"
    assert (await ada("GET", "labels", params={"after": "WORK"})).json() == whole.json()[2:]


async def test_the_link_to_the_next_labels_is_encoded(ada: Person) -> None:
    for label in ("a b&c=d/e?é", "z"):
        await ada.task(labels=[label])

    (path,) = re.findall(r"^<(.*)>", (await ada("GET", "labels?limit=1")).headers["link"])

    assert (await ada("GET", path)).json() == [{"name": "z", "count": 1}]


@pytest.mark.parametrize("label", ["work", "a b", "ä/b", "50%", "a+b", "?&#", '"', "日本", ".", "a.b;c=d", "%2F"])
async def test_any_label_can_be_renamed_and_deleted_by_its_path(ada: Person, label: str) -> None:
    task = await ada.task(labels=[label])
    path = f"labels/{quote(label, safe='')}"

    renamed = await exchange_as(ada, "PATCH", path, b'{"name": "other"}')
    back = await exchange_as(ada, "PATCH", "labels/OTHER", b'{"name": "x"}')
    assert (renamed, back) == ((200, {"name": "other", "count": 1}), (200, {"name": "x", "count": 1}))
    await ada("PATCH", f"tasks/{task['id']}", json={"labels": [label]})
    assert await exchange_as(ada, "DELETE", path) == (204, None)
    assert await exchange_as(ada, "DELETE", path) == (404, "label-not-found")
    assert (await ada("GET", f"tasks/{task['id']}")).json()["labels"] == []


async def exchange_as(person: Person, method: str, path: str, content: bytes = b"") -> tuple[int, Any]:
    """Send a request with exactly this path; return the status, and the body or the code of the problem."""
    headers = [HOST, (b"authorization", person.authorization["Authorization"].encode())]
    if content:
        headers += [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(content))]
    message = {"type": "http.request", "body": content, "more_body": False}
    answer = await exchange(person.api.app, method, f"{BASE}/{path}", headers, [message])
    if not answer.body:
        return answer.status, None
    return answer.status, answer.json.get("code", answer.json)


@pytest.mark.parametrize("segment", ["%ff", "%C3", "50%", "%zz", "%", "x" * 51, "%20", "a%0Ab", "%00", "%ED%A0%80"])
async def test_what_cannot_be_a_label_is_no_path(ada: Person, segment: str) -> None:
    await ada.task(labels=["work"])

    assert await exchange_as(ada, "DELETE", f"labels/{segment}") == (404, "no-such-path")


@pytest.mark.parametrize("path", ["labels/", "labels//", "labels/a/b", "l%61bels/work", "labels%2Fwork"])
async def test_only_the_label_itself_may_be_percent_encoded(ada: Person, path: str) -> None:
    await ada.task(labels=["work"])

    assert await exchange_as(ada, "DELETE", path) == (404, "no-such-path")


async def test_the_methods_of_an_encoded_path_are_known(ada: Person) -> None:
    answer = await ada("OPTIONS", "labels/a%2Fb")

    assert (answer.status_code, answer.headers["allow"]) == (204, "DELETE, OPTIONS, PATCH")


async def test_renaming_is_one_change_for_each_task_and_undone_as_one(ada: Person) -> None:
    for _ in range(3):
        await ada.task(labels=["work"])
    latest = (await ada("GET", "changes?since=3")).json()["latest"]

    answer = await ada("PATCH", "labels/work", json={"name": "Job"})
    changes = (await ada("GET", f"changes?since={latest}")).json()["changes"]

    assert answer.json() == {"name": "Job", "count": 3}
    assert [each["fields"] for each in changes] == [{"labels": {"before": ["work"], "after": ["Job"]}}] * 3
    assert len({each["at"] for each in changes}) == 1
    undone = await ada("POST", "changes/undo", json={"numbers": [each["number"] for each in changes]})
    assert undone.status_code == 200
    assert (await ada("GET", "labels")).json() == [{"name": "work", "count": 3}]


async def test_a_retry_under_the_same_key_renames_once(ada: Person) -> None:
    await ada.task(labels=["work"])
    key = {"Idempotency-Key": "one"}

    first = await ada("PATCH", "labels/work", json={"name": "job"}, headers=key)
    again = await ada("PATCH", "labels/work", json={"name": "job"}, headers=key)
    other = await ada("PATCH", "labels/job", json={"name": "job"}, headers=key)

    assert again.content == first.content
    assert again.headers["idempotency-replayed"] == "true"
    assert (other.status_code, other.json()["code"]) == (422, "idempotency-key-reused")


async def test_a_dry_run_says_what_would_change(ada: Person) -> None:
    task = await ada.task(labels=["work"])

    answer = await ada("PATCH", "labels/work", json={"name": "job"}, headers={"Prefer": "dry-run"})

    assert answer.headers["preference-applied"] == "dry-run"
    assert answer.json()["name"] == "job"
    assert [change["id"] for change in answer.json()["changes"]] == [task["id"]]
    assert (await ada("GET", f"tasks/{task['id']}")).json() == task


async def test_an_export_has_the_labels(ada: Person) -> None:
    await ada.task(labels=["work"])

    assert [task["labels"] for task in (await ada("GET", "me/export")).json()["tasks"]] == [["work"]]
