"""Personal access tokens over HTTP."""

import pytest

from domain.accounts.personal_access_token import Scope
from tests.entrypoints.http.support.api import PASSWORD, Api, Person
from tests.entrypoints.http.support.routes import CALLS

KEYED = {"Idempotency-Key": "once"}
WITH_TOKENS = [call for call in CALLS if not call.operation.public]


async def created(person: Person, *scopes: str) -> Person:
    """Return the same user with a personal access token."""
    answer = await person("POST", "auth/tokens", json={"name": "CI", "scopes": list(scopes)})
    assert answer.status_code == 201, answer.text
    return Person(person.api, person.email, answer.json())


async def test_a_token_is_shown_once_and_works_within_its_scopes(ada: Person) -> None:
    program = await created(ada, "tasks:read", "tasks:write")
    task = await program.task()
    (listed,) = (await ada("GET", "auth/tokens")).json()
    shown = program.tokens

    assert shown["token"].startswith("tapi_")
    assert {**shown, "last_used_at": listed["last_used_at"]} == {**listed, "token": shown["token"]}
    assert listed["last_used_at"] is not None
    assert (await program("GET", "tasks")).json() == [task]
    assert (await program("GET", f"tasks/{task['id']}")).status_code == 200


@pytest.mark.parametrize("call", WITH_TOKENS, ids=str)
async def test_an_operation_out_of_scope_is_forbidden_and_the_scope_is_named(ada: Person, call: object) -> None:
    operation = call.operation  # type: ignore[attr-defined]
    others = [scope for scope in Scope if scope is not operation.scope]
    program = await created(ada, *others)
    answer = await program(call.method, call.filled())  # type: ignore[attr-defined]

    named = f', scope="{operation.scope}"' if operation.scope else ""
    assert (answer.status_code, answer.json()["code"]) == (403, "insufficient-scope")
    assert answer.headers["www-authenticate"] == f'Bearer realm="taskapi", error="insufficient_scope"{named}'


async def test_no_scope_lets_a_token_create_another_one_or_change_the_password(ada: Person) -> None:
    program = await created(ada, *Scope)
    password = {"current_password": PASSWORD, "new_password": "quite another secret phrase"}
    answers = [
        await program("POST", "auth/tokens", json={"name": "more", "scopes": ["account"]}),
        await program("PUT", "auth/password", json=password),
        await program("DELETE", "me", json={"password": PASSWORD}),
        await program("POST", "auth/logout"),
    ]

    assert {answer.json()["code"] for answer in answers} == {"insufficient-scope"}
    assert (await ada("GET", "me")).status_code == 200


async def test_a_revoked_token_is_invalid_at_once(ada: Person) -> None:
    program = await created(ada, "account")
    revoked = await program("DELETE", f"auth/tokens/{program.tokens['id']}")
    again = await program("GET", "me")

    assert revoked.status_code == 204
    assert (again.status_code, again.json()["code"]) == (401, "invalid-token")
    assert (await ada("GET", "auth/tokens")).json() == []


async def test_a_token_lists_and_ends_sessions_none_of_which_is_its_own(ada: Person) -> None:
    program = await created(ada, "account")
    sessions = (await program("GET", "auth/sessions")).json()
    ended = await program("DELETE", "auth/sessions", headers=KEYED)

    assert [session["current"] for session in sessions] == [False]
    assert ended.status_code == 204
    assert (await ada("GET", "me")).status_code == 401
    assert (await program("GET", "me")).status_code == 200


async def test_a_retry_gets_the_same_token_which_is_stored_nowhere(ada: Person, api: Api) -> None:
    body = {"name": "CI", "scopes": ["tasks:read"]}
    first, second = [await ada("POST", "auth/tokens", json=body, headers=KEYED) for _ in range(2)]
    other = await ada("POST", "auth/tokens", json={**body, "name": "Other"}, headers=KEYED)

    assert (first.status_code, second.status_code) == (201, 201)
    assert first.content == second.content
    assert second.headers["idempotency-replayed"] == "true"
    assert other.json()["code"] == "idempotency-key-reused"
    assert first.json()["token"] not in repr(api.store._rows)


@pytest.mark.parametrize("damage", [lambda token: token[:-1], lambda token: token[:-1] + "_", lambda _: "tapi_x"])
async def test_a_mutilated_token_is_invalid(ada: Person, damage: object) -> None:
    program = await created(ada, "tasks:read")
    program.tokens["token"] = damage(program.tokens["token"])  # type: ignore[operator]

    assert (await program("GET", "tasks")).json()["code"] == "invalid-token"


@pytest.mark.parametrize(
    ("body", "pointers"),
    [
        ({}, {"/name", "/scopes"}),
        ({"name": "x", "scopes": []}, {"/scopes"}),
        ({"name": "x", "scopes": ["tasks:read", "tasks:read"]}, {"/scopes"}),
        ({"name": "x", "scopes": ["tasks"]}, {"/scopes/0"}),
        ({"name": " ", "scopes": ["account"]}, {"/name"}),
        ({"name": "x", "scopes": ["account"], "expires_in_days": 366}, {"/expires_in_days"}),
        ({"name": "x", "scopes": ["account"], "expires_in_days": None}, {"/expires_in_days"}),
        ({"name": "x", "scopes": ["account"], "expires": 1}, {"/expires"}),
    ],
)
async def test_what_breaks_a_rule_is_named(ada: Person, body: object, pointers: set[str]) -> None:
    answer = await ada("POST", "auth/tokens", json=body)

    assert answer.status_code == 400
    assert {violation["pointer"] for violation in answer.json()["errors"]} == pointers
