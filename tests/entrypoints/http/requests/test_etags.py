"""Conditional requests (RFC 9110, 13): nobody overwrites what they have not seen."""

import pytest

from entrypoints.settings.groups import Http
from tests.entrypoints.http.support.api import Person, running
from tests.entrypoints.http.support.routes import CALLS, NOBODYS, Call


async def a_task_at_version_two(ada: Person) -> str:
    task = await ada.task()
    await ada("PATCH", f"tasks/{task['id']}", json={"title": "Water the ferns"})
    return f"tasks/{task['id']}"


@pytest.mark.parametrize(
    ("if_match", "status"),
    [
        ('"2"', 200),
        ('"1", "2"', 200),
        ('"1","2","x"', 200),
        ('"1" , , "2"', 200),
        ('"2",', 200),
        ("*", 200),
        ('"1"', 412),
        ('"3"', 412),
        ('W/"2"', 200),
        ('W/"2", "1"', 200),
        ('W/"1"', 412),
        ('"02"', 412),
        ('"2 "', 400),
        ('""', 412),
        ('"' + "9" * 400 + '"', 412),
        ("2", 400),
        ('"2', 400),
        ("'2'", 400),
        ('w/"2"', 400),
        ('"2";"3"', 400),
        ('"2" "3"', 400),
        ("*, *", 400),
        ('*, "2"', 400),
        (",", 400),
        ("", 400),
    ],
)
async def test_if_match_names_versions_and_a_weakened_tag_counts(ada: Person, if_match: str, status: int) -> None:
    path = await a_task_at_version_two(ada)

    edited = await ada("PATCH", path, json={"priority": "low"}, headers={"If-Match": if_match})
    now = (await ada("GET", path)).json()

    assert edited.status_code == status
    assert now["version"] == (3 if status == 200 else 2)
    if status == 412:
        assert (edited.json()["code"], edited.headers["etag"]) == ("stale-task", '"2"')


@pytest.mark.parametrize(("if_match", "status"), [('"2"', 204), ("*", 204), ('"1"', 412), ('W/"2"', 204), ("2", 400)])
async def test_the_same_holds_for_removal(ada: Person, if_match: str, status: int) -> None:
    path = await a_task_at_version_two(ada)

    removed = await ada("DELETE", path, headers={"If-Match": if_match})

    assert removed.status_code == status
    assert (await ada("GET", path)).status_code == (404 if status == 204 else 200)


@pytest.mark.parametrize(
    ("if_none_match", "status"),
    [
        ('"2"', 304),
        ('W/"2"', 304),
        ('"1", W/"2"', 304),
        ("*", 304),
        ('"1"', 200),
        ('"02"', 200),
        ("2", 400),
        ("", 400),
    ],
)
async def test_if_none_match_is_compared_weakly(ada: Person, if_none_match: str, status: int) -> None:
    path = await a_task_at_version_two(ada)

    for method in ("GET", "HEAD"):
        answer = await ada(method, path, headers={"If-None-Match": if_none_match})

        assert answer.status_code == status
        if status == 304:
            assert (answer.content, answer.headers["etag"]) == (b"", '"2"')
            assert answer.headers["cache-control"] == "no-store"
            assert "content-length" not in answer.headers


@pytest.mark.parametrize(
    ("if_match", "status"), [('"2"', 200), ("*", 200), ('"1", "2"', 200), ('"1"', 412), ('W/"2"', 200), ("2", 400)]
)
async def test_reading_takes_if_match_too(ada: Person, if_match: str, status: int) -> None:
    path = await a_task_at_version_two(ada)

    for method in ("GET", "HEAD"):
        answer = await ada(method, path, headers={"If-Match": if_match})

        assert answer.status_code == status
        if status != 400:
            assert answer.headers["etag"] == '"2"'


@pytest.mark.parametrize(
    ("if_none_match", "status"),
    [('"1"', 200), ('"1", "02"', 200), ('"2"', 412), ('W/"2"', 412), ('"1", "2"', 412), ("*", 412), ("2", 400)],
)
@pytest.mark.parametrize("method", ["PATCH", "DELETE"])
async def test_a_change_is_not_made_to_a_version_that_if_none_match_names(
    ada: Person, method: str, if_none_match: str, status: int
) -> None:
    path = await a_task_at_version_two(ada)
    body = {"json": {"priority": "low"}} if method == "PATCH" else {}

    answer = await ada(method, path, headers={"If-None-Match": if_none_match}, **body)
    now = await ada("GET", path)

    assert answer.status_code == (204 if (method, status) == ("DELETE", 200) else status)
    if status != 200:
        assert now.json()["version"] == 2
    if status == 412:
        assert (answer.json()["code"], answer.headers["etag"]) == ("stale-task", '"2"')


@pytest.mark.parametrize(
    ("if_match", "if_none_match", "read", "changed"),
    [('"2"', '"1"', 200, 200), ('"2"', '"2"', 304, 412), ('"1"', '"2"', 412, 412), ('"1"', '"1"', 412, 412)],
)
async def test_if_match_is_looked_at_first(
    ada: Person, if_match: str, if_none_match: str, read: int, changed: int
) -> None:
    path, both = await a_task_at_version_two(ada), {"If-Match": if_match, "If-None-Match": if_none_match}

    assert (await ada("GET", path, headers=both)).status_code == read
    assert (await ada("PATCH", path, json={"title": "x"}, headers=both)).status_code == changed


EFFECTIVE_HEADERS = ("If-Match", "If-None-Match", "Idempotency-Key")
UNWANTED = [
    (call, name)
    for call in CALLS
    for name in EFFECTIVE_HEADERS
    if name not in {each.name for each in call.operation.takes}
]


@pytest.mark.parametrize(("call", "header"), UNWANTED, ids=str)
async def test_a_call_that_takes_no_such_header_refuses_it_and_does_nothing(
    ada: Person, call: Call, header: str
) -> None:
    before = await ada.titles()

    answer = await ada(call.method, call.filled(), headers={header: '"1"'}, json={} if call.operation.body else None)

    assert (answer.status_code, answer.json()["detail"]) == (400, f"this operation does not support {header}")
    assert await ada.titles() == before


async def test_preconditions_reveal_nothing_to_a_caller_without_access(ada: Person) -> None:
    path = await a_task_at_version_two(ada)
    stranger = await ada.api.person()

    for person, where in ((stranger, path), (ada, f"tasks/{NOBODYS}")):
        for condition in ('"1"', '"2"', "*"):
            assert (await person("PATCH", where, json={}, headers={"If-Match": condition})).status_code == 404
            assert (await person("DELETE", where, headers={"If-Match": condition})).status_code == 404
            assert (await person("GET", where, headers={"If-None-Match": condition})).status_code == 404
    assert (await ada.api("PATCH", path, json={}, headers={"If-Match": '"1"'})).status_code == 401


async def test_of_two_who_decided_on_the_same_version_one_loses(ada: Person) -> None:
    path = await a_task_at_version_two(ada)
    tag = (await ada("GET", path)).headers["etag"]

    answers = [
        await ada("PATCH", path, json={"title": title}, headers={"If-Match": tag}) for title in ("First", "Second")
    ]

    assert [answer.status_code for answer in answers] == [200, 412]
    assert (await ada("GET", path)).json()["title"] == "First"


async def test_the_operator_may_require_if_match() -> None:
    async with running(http=Http(require_if_match=True)) as api:
        ada = await api.person()
        task = await ada.task()
        path = f"tasks/{task['id']}"
        operation = {"op": "delete", "id": task["id"]}

        refused = [
            await ada("PATCH", path, json={"title": "x"}),
            await ada("DELETE", path),
            await ada("POST", "tasks/batch", json={"atomic": True, "operations": [operation]}),
        ]
        taken = [
            await ada("PATCH", path, json={"title": "x"}, headers={"If-Match": '"1"'}),
            await ada("POST", "tasks/batch", json={"atomic": True, "operations": [{**operation, "if_version": 2}]}),
        ]

    assert [(answer.status_code, answer.json()["code"]) for answer in refused] == [(428, "precondition-required")] * 3
    assert [answer.status_code for answer in taken] == [200, 200]
