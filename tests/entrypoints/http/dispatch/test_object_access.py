"""Object-level authorization: every operation, every kind of caller, every path parameter."""

import re
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import httpx
import pytest
from attrs import frozen

from tests.entrypoints.http.support.api import PASSWORD, Api, Person, running
from tests.entrypoints.http.support.routes import CALLS, NOBODYS, Call

REQUESTS: dict[str, dict[str, Any]] = {
    "createTask": {"json": {"title": "x"}},
    "editTask": {"json": {"title": "x"}},
    "moveTask": {"json": {"to": "first"}},
    "createProject": {"json": {"name": "x"}},
    "editProject": {"json": {"name": "x"}},
    "moveProject": {"json": {"to": "first"}},
    "runBatch": {"json": {"atomic": True, "operations": [{"op": "create", "task": {"title": "x"}}]}},
    "renameLabel": {"json": {"name": "x"}},
    "undoChanges": {"json": {"numbers": [1]}},
    "createToken": {"json": {"name": "x", "scopes": ["account"]}},
    "changePassword": {"json": {"current_password": PASSWORD, "new_password": "quite another secret phrase"}},
    "deleteAccount": {"json": {"password": PASSWORD}},
}
"""The parts of a valid request besides its path; operations that are not listed need none."""

LABEL = f"{'e' * 35}7"
"""As long as an id."""
PROTECTED = [call for call in CALLS if not call.operation.public]
WITH_ID = [call for call in PROTECTED if "{" in call.path]


@frozen
class Household:
    """An owner with a task and two sessions, another user, and a user whose session has ended."""

    api: Api
    owner: Person
    task_id: str
    project_id: str
    session_id: str
    token_id: str
    number: int
    """Of a change; the stranger has fewer."""
    stranger: Person
    ended: Person

    def path(self, call: Call) -> str:
        """Return the path of an object that belongs to the owner."""
        return call.path.format(
            session_id=self.session_id,
            token_id=self.token_id,
            task_id=self.task_id,
            project_id=self.project_id,
            label=LABEL,
            number=self.number,
        )


@pytest.fixture
async def household() -> AsyncIterator[Household]:
    async with running() as api:
        owner = await api.person("owner@example.com")
        other_session = await api.signed_in(owner.email)
        (_, session) = (await other_session("GET", "auth/sessions")).json()
        token = await owner("POST", "auth/tokens", json={"name": "CI", "scopes": ["tasks:read"]})
        await owner.task()
        task, stranger = await owner.task(labels=[LABEL]), await api.person()
        project = (await owner("POST", "projects", json={"name": "x"})).json()
        await stranger.task()
        ended = await api.signed_in(owner.email)
        await ended("POST", "auth/logout")
        yield Household(
            api, other_session, task["id"], project["id"], session["id"], token.json()["id"], 2, stranger, ended
        )


async def state(api: Api) -> dict[Any, Any]:
    """Return all stored rows except the counters of allowances."""
    return {key: row for key, row in api.store._rows.items() if "llowance" not in key[0].__name__}


def ask(person: Person, call: Call, path: str) -> Any:
    return person(call.method, path, **REQUESTS.get(call.operation.id, {}))


@pytest.mark.parametrize("call", PROTECTED, ids=str)
async def test_the_owner_may(household: Household, call: Call) -> None:
    answer = await ask(household.owner, call, household.path(call))

    assert answer.status_code == call.operation.status


@pytest.mark.parametrize("call", PROTECTED, ids=str)
async def test_a_caller_without_an_active_session_is_rejected(household: Household, call: Call) -> None:
    before = await state(household.api)

    anonymous = await household.api(call.method, household.path(call), **REQUESTS.get(call.operation.id, {}))
    ended = await ask(household.ended, call, household.path(call))

    assert (anonymous.status_code, anonymous.json()["code"]) == (401, "missing-credentials")
    assert (ended.status_code, ended.json()["code"]) == (401, "invalid-token")
    assert await state(household.api) == before


@pytest.mark.parametrize("call", WITH_ID, ids=str)
async def test_what_is_someone_elses_looks_like_what_does_not_exist(household: Household, call: Call) -> None:
    before = await state(household.api)

    foreign = await ask(household.stranger, call, household.path(call))
    missing = await ask(household.stranger, call, call.filled(NOBODYS))

    assert foreign.status_code == missing.status_code == 404
    assert faceless(foreign, household.path(call)) == faceless(missing, call.filled(NOBODYS))
    assert await state(household.api) == before


def faceless(answer: httpx.Response, path: str) -> tuple[object, object]:
    """Return a response without the parts that differ between any two requests."""
    (id_,) = (part for part in path.split("/") if any(map(str.isdigit, part)) and part != "v1")
    request = answer.headers["x-request-id"]
    headers = {name: value for name, value in answer.headers.items() if name not in {"x-request-id", "ratelimit"}}
    return re.sub(rf"\b{id_}\b", "", answer.text.replace(request, "")), headers


@pytest.mark.parametrize("call", [call for call in PROTECTED if "{" not in call.path], ids=str)
async def test_calls_without_an_id_read_and_change_only_the_callers_data(household: Household, call: Call) -> None:
    stranger = UUID((await household.stranger("GET", "me")).json()["id"])
    before = others(await state(household.api), stranger)

    answer = await ask(household.stranger, call, call.filled())

    assert answer.status_code == call.operation.status
    assert household.task_id not in answer.text
    assert household.project_id not in answer.text
    assert "owner@example.com" not in answer.text
    assert others(await state(household.api), stranger) == before


def others(kept: dict[Any, Any], user: UUID) -> dict[Any, Any]:
    """Return the rows of other users; the owner's id is the first part of every key."""
    return {key: row for key, row in kept.items() if key[1][0] != user}


def test_the_matrix_covers_every_call() -> None:
    assert {call.operation.id for call in PROTECTED} >= REQUESTS.keys()
    assert {call.operation.id for call in PROTECTED if call.operation.body} == REQUESTS.keys()
