"""Every documented problem can be caused, and no other: every call in every kind of failure."""

import re
from collections.abc import AsyncIterator
from time import monotonic_ns
from typing import Any, TypeAlias
from uuid import UUID

import httpx
import pytest
from dependency_injector import providers

from adapters.system.shared_rate_table import SharedRateTable
from adapters.testing.builders import a_project, a_task
from adapters.testing.units import add
from application import ReceiptBudget
from domain.errors import StoreOverloaded, StoreUnavailable
from domain.ids import TaskId, UserId
from domain.tasks.group import MAX_GROUP
from domain.tasks.tree import MAX_ANCESTORS
from entrypoints.settings.groups import Http
from tests.entrypoints.http.support.api import PASSWORD
from tests.entrypoints.http.support.document import DOCUMENT, operations_in, resolved
from tests.entrypoints.http.support.failing_application import Stage, nothing
from tests.entrypoints.http.support.routes import NOBODYS
from tests.entrypoints.http.support.scene import LABEL, OPERATIONS, SECRET, Scene

PROBLEM = "application/problem+json"
CODES = {
    operation["operationId"]: {
        code
        for answer in operation["responses"].values()
        for code in resolved(answer).get("content", {}).get(PROBLEM, {}).get("examples", {})
    }
    for _, _, operation in operations_in(DOCUMENT)
}
"""What the document says of each operation."""
TAKES_KEYS = {
    operation["operationId"]: any(each.get("name") == "Idempotency-Key" for each in operation["parameters"])
    for _, _, operation in operations_in(DOCUMENT)
}
UNDOING = {"undoChange", "undoChanges"}
RECORDED = {"readTask", "readProject", "listChanges", "streamChanges", *UNDOING}
"""Operations that read old changes."""
HELD = {"listChanges", "streamChanges"}
"""Operations that wait for changes."""
KEYED = {"Idempotency-Key": "one"}
BY_NATURE = {"internal-error", "deadline-exceeded", "head-too-slow", "body-too-slow"}
"""What may happen to every request, and is brought about in test_limits and test_problems."""
SCOPED = re.compile("/(tasks|projects|labels|changes|events)")
"""Paths of operations with the scopes of tasks."""
TRIALS = 21
"""More often than anything that is counted may be tried."""
Answers: TypeAlias = AsyncIterator[httpx.Response]


@pytest.fixture(scope="module")
async def stage() -> AsyncIterator[Stage]:
    async with Stage.set() as stage:
        yield stage


@pytest.fixture(scope="module")
async def strict_stage() -> AsyncIterator[Stage]:
    """With all the operator can ask for; of one user five requests are answered at once."""
    async with Stage.set(http=Http(require_if_match=True, rate_limit_per_user=60)) as stage:
        yield stage


@pytest.fixture(scope="module")
async def full_stage() -> AsyncIterator[Stage]:
    """Without room for receipts."""
    budget = ReceiptBudget(SharedRateTable(), limit=1, clock=monotonic_ns)
    async with Stage.set(receipt_budget=providers.Object(budget)) as stage:
        yield stage


async def of_bad_requests(stage: Stage, name: str) -> Answers:
    call = await Scene.of(name, await stage.api.person())
    header = ("authorization", call.person.authorization["Authorization"])
    yield await call(headers={"Host": "a b"})
    yield await call(headers={"Authorization": "Bearer x"})
    yield await call(unsigned=True)
    yield await call(unsigned=True, headers=[header, header])
    yield await call(params={"q": "x" * 9_000})
    yield await call(headers={"X-Long": "x" * 9_000})
    yield await call(headers={"Content-Type": "text/plain"}, content=b"x")
    yield await call(content=b"x" * 300_000)
    yield await call(params={"colour": "red"})
    yield await call(headers={"If-Match": '"7"'})
    if "{" in OPERATIONS[name][0]:
        yield await call(id="x")
        yield await call(id="%ff")
        yield await call(id=str(NOBODYS))
    unfit = ["account"] if SCOPED.search(OPERATIONS[name][0]) else ["tasks:read"]
    token = (await call.person("POST", "auth/tokens", json={"name": "x", "scopes": unfit})).json()["token"]
    yield await call(headers={"Authorization": f"Bearer {token}"})
    yield await call(headers={"Accept": "image/png"})  # which is fine where there is no response body


async def owner_of(call: Scene) -> UserId:
    return UserId(UUID((await call.person("GET", "me")).json()["id"]))


async def have_subtasks(stage: Stage, call: Scene, count: int) -> None:
    """Let the task of a scene have subtasks."""
    owner = await owner_of(call)
    await add(stage.store.begin, *(a_task(owner=owner, parent_id=TaskId(UUID(call.task))) for _ in range(count)))


async def of_places_where_no_task_can_be(stage: Stage, name: str) -> Answers:
    call = await Scene.of(name, await stage.api.person())
    if name in {"createTask", "editTask"}:
        owner = await owner_of(call)
        chain, project = [a_task(owner=owner)], a_project(owner=owner)
        for _ in range(MAX_ANCESTORS):
            chain.append(a_task(owner=owner, parent_id=chain[-1].id))
        await add(stage.store.begin, project, *chain)
        yield await call(json={"title": "x", "parent_id": str(NOBODYS)})
        yield await call(json={"title": "x", "project_id": str(NOBODYS)})
        yield await call(json={"title": "x", "parent_id": str(chain[-1].id)})
        yield await call(json={"title": "x", "parent_id": str(chain[0].id), "project_id": str(project.id)})
    if name == "editTask":
        yield await call(json={"parent_id": call.task})
    if name in {"editTask", "deleteTask", "runBatch", *UNDOING}:
        await have_subtasks(stage, call, 1)
        deletion = {"json": {"atomic": True, "operations": [{"op": "delete", "id": call.task}]}}
        if name in UNDOING:
            yield await call()
        await have_subtasks(stage, call, MAX_GROUP)
        bodies: dict[str, dict[str, Any]] = {"editTask": {"json": {"parent_id": None}}, "runBatch": deletion}
        yield await call(**bodies.get(name, {}))


async def of_a_bad_moment(stage: Stage, name: str) -> Answers:
    call = await Scene.of(name, await stage.api.person())
    match name:
        case "register":
            yield await call(json={**call.body, "email": call.person.email})
        case "createTask":
            for title in ("x", "y"):
                yield await call(json={"title": title, "id": str(NOBODYS)})
            yield await call(json={"title": "x", "project_id": str(NOBODYS)})
        case "editTask":
            yield await call(json={"status": "cancelled"})
            yield await call(json={"status": "done"})
            yield await call(json={"due_on": "2026-03-01"})
            yield await call(json={"due_at": "2026-03-01T12:00:00Z"})
            yield await call(json={"project_id": str(NOBODYS)})
            yield await call(json={"labels": {"add": [str(number) for number in range(20)]}})
        case "moveTask":
            owner = await owner_of(call)
            full = [a_task(owner=owner, position=key) for key in ("80", "8000")]
            await add(stage.store.begin, *full)
            yield await call(json={"after": str(full[0].id)})
        case "runBatch":
            yield await call(json={"atomic": True, "operations": [{"op": "delete", "id": str(NOBODYS)}]})
        case "createToken":
            for _ in range(100):
                yield await call()
        case "refreshTokens":
            yield await call(json={"refresh_token": "x"})


async def of_a_bad_moment_of_projects(stage: Stage, name: str) -> Answers:
    call = await Scene.of(name, await stage.api.person())
    match name:
        case "createProject":
            for title in ("x", "y"):
                yield await call(json={"name": title, "id": str(NOBODYS)})
        case "moveProject":
            owner = UserId(UUID((await call.person("GET", "me")).json()["id"]))
            narrow = [a_project(owner=owner, position=key) for key in ("80", "8000")]
            await add(stage.store.begin, *narrow)
            yield await call(json={"after": str(narrow[0].id)})
        case "deleteProject":
            await call.person("PATCH", f"tasks/{call.task}", json={"project_id": call.project})
            yield await call()
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr("application.organising.projects.MAX_GROUP", 0)
                yield await call(params={"tasks": "keep"})


async def of_more_tasks_than_one_request_may_change(stage: Stage, name: str) -> Answers:
    call = await Scene.of(name, await stage.api.person())
    if name in {"renameLabel", "deleteLabel"}:
        new = [{"op": "create", "task": {"title": "x", "labels": [LABEL]}}] * 200
        for _ in range(5):
            await call.person("POST", "tasks/batch", json={"atomic": True, "operations": new})
        yield await call()


async def of_the_record(stage: Stage, name: str) -> Answers:
    """Of one that has lost changes, of one with later changes, and of too many who wait for changes."""
    call = await Scene.of(name, await stage.api.person())
    params = {
        "readTask": {"version": 1},
        "readProject": {"version": 1},
        "listChanges": {"since": 0},
        "streamChanges": {"since": 0},
    }.get(name, {})
    held = {"since": 2} | ({"wait": 1} if name == "listChanges" else {})
    if name in {"readTask", *UNDOING}:
        await call.person("PATCH", f"tasks/{call.task}", json={"title": "Edited"})
        yield await call(params=params)
    if name == "readProject":
        await call.person("PATCH", f"projects/{call.project}", json={"name": "Edited"})
        yield await call(params=params)
    if name in UNDOING:
        async for answer in _of_broken_references(call, name):
            yield answer
        yield await call(**({"id": "999"} if name == "undoChange" else {"json": {"numbers": [999]}}))
    if name in RECORDED:
        stage.store.record.crowded = True
        yield await call(params=params)
        stage.store.record.crowded, stage.store.record.gone = False, True
        yield await call(params=params)
        stage.store.record.gone = False
    if name in HELD:
        stage.feed.max_listeners = 0
        yield await call(params=held)
        stage.feed.max_per_user = 0
        yield await call(params=held)
        stage.feed.closed = True
        yield await call(params=held)


async def _of_broken_references(call: Scene, name: str) -> Answers:
    """Of a project that has got tasks, and of one that a task would return to."""

    async def undo(number: int) -> httpx.Response:
        return await call(**({"id": str(number)} if name == "undoChange" else {"json": {"numbers": [number]}}))

    project = (await call.person("POST", "projects", json={"name": "x"})).json()["id"]
    made = (await call.person("GET", f"projects/{project}/history")).json()[0]["number"]
    await call.person("PATCH", f"tasks/{call.task}", json={"project_id": project})
    yield await undo(made)
    await call.person("DELETE", f"projects/{project}", params={"tasks": "keep"})
    left = (await call.person("GET", f"tasks/{call.task}/history")).json()[0]["number"]
    yield await undo(left)
    if name == "undoChanges":
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("application.changes.undoing.MAX_UNDONE_GROUP", 0)
            yield await call(json={"group": left})


async def of_a_key_that_is_used_twice(stage: Stage, name: str) -> Answers:
    call = await Scene.of(name, await stage.api.person())
    other = await Scene.of(name, await stage.api.signed_in(call.person.email))  # another task, in another session
    changes = {
        "createToken": {"name": "y"},
        "createTask": {"title": "y"},
        "createProject": {"name": "y"},
        "editProject": {"name": "y"},
        "moveProject": {"to": "first"},
        "editTask": {"title": "y"},
        "moveTask": {"to": "first"},
        "runBatch": {"atomic": False},
        "renameLabel": {"name": "z"},
        "undoChanges": {"numbers": [2]},
        "register": {"password": SECRET},
        "changePassword": {"current_password": SECRET, "new_password": PASSWORD},
    }
    yield await call(headers=KEYED)
    if name in {"undoChange", "deleteLabel"}:
        yield await call(id="2", headers=KEYED)
    second = call if name == "changePassword" else other  # which ended the other session
    yield await second(headers=KEYED, **({"json": call.body | changes[name]} if name in changes else {}))


async def of_trying_too_often(stage: Stage, name: str) -> Answers:
    call = await Scene.of(name, await stage.api.person())
    for number in range(TRIALS if "password" in str(call.body) else 0):
        other = {field: f"{number}{text}" for field, text in call.body.items()}
        yield await call(json={**other, "email": call.person.email} if name == "logIn" else other)


async def of_other_things_to_do(stage: Stage, name: str) -> Answers:
    call = await Scene.of(name, await stage.api.person())
    stage.api.app.in_flight.limit = 0
    yield await call()
    stage.be_well()
    stage.api.app.readiness.draining = True
    yield await call()


async def of_a_store_that_is_away_or_overloaded(stage: Stage, name: str) -> Answers:
    call = await Scene.of(name, await stage.api.person())
    for failure in (StoreUnavailable("gone"), StoreOverloaded()):
        stage.store.away = failure
        yield await call()


async def of_others_who_are_always_faster(stage: Stage, name: str) -> Answers:
    call = await Scene.of(name, await stage.api.person())
    if name in {"moveTask", "moveProject"}:  # otherwise there is nothing to change
        await call.person.task()
        await call.person("POST", "projects", json={"name": "y"})
    stage.store.contended = True
    edits = {"editTask": {"title": "new"}, "editProject": {"name": "new"}}
    yield await (call(json=edits[name]) if name in edits else call())


async def of_many_who_sign_in(stage: Stage, name: str) -> Answers:
    call = await Scene.of(name, await stage.api.person())
    stage.passwords.too_many = True
    yield await call()


async def of_an_account_that_goes_away_meanwhile(stage: Stage, name: str) -> Answers:
    for keyed in ({}, {"headers": KEYED} if TAKES_KEYS[name] else {}):
        call = await Scene.of(name, await stage.api.person())
        stage.store.after_next = stage.store.forget
        yield await call(**keyed)
        call = await Scene.of(name, await stage.api.person())
        stage.store.before_commit = stage.store.forget
        yield await call(**keyed)
        stage.store.before_commit = nothing


async def of_receipts_without_room(stage: Stage, name: str) -> Answers:
    yield await (await Scene.of(name, await stage.api.person()))(headers=KEYED if TAKES_KEYS[name] else {})


async def of_an_operator_who_is_strict(stage: Stage, name: str) -> Answers:
    yield await (await Scene.of(name, await stage.api.person()))()
    call = await Scene.of(name, await stage.api.person())
    for _ in range(2):
        yield await call(params={"colour": "red"})


FAILURES = (
    of_bad_requests,
    of_a_bad_moment,
    of_a_bad_moment_of_projects,
    of_more_tasks_than_one_request_may_change,
    of_places_where_no_task_can_be,
    of_the_record,
    of_a_key_that_is_used_twice,
    of_trying_too_often,
    of_other_things_to_do,
    of_a_store_that_is_away_or_overloaded,
    of_others_who_are_always_faster,
    of_many_who_sign_in,
    of_an_account_that_goes_away_meanwhile,
)


@pytest.mark.parametrize("name", OPERATIONS)
async def test_a_call_answers_with_every_problem_that_is_documented_and_with_no_other(
    stage: Stage, strict_stage: Stage, full_stage: Stage, name: str
) -> None:
    met = set(BY_NATURE)
    special = ((strict_stage, of_an_operator_who_is_strict), (full_stage, of_receipts_without_room))
    for place, failure in (*special, *((stage, each) for each in FAILURES)):
        place.be_well()
        async for answer in failure(place, name):
            if answer.headers.get("content-type") == PROBLEM:
                met.add(answer.json()["code"])

    assert CODES[name] == met
