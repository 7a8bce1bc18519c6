"""Accounts and sessions over HTTP."""

from datetime import timedelta

import pytest

from domain.accounts.session import Session
from domain.accounts.user import User
from domain.tasks.task import Task
from tests.entrypoints.http.support.api import PASSWORD, Api, Person

OTHER_PASSWORD = "quite another secret phrase"


async def test_an_account_is_opened_and_shows_itself_to_its_owner(api: Api) -> None:
    answer = await api("POST", "auth/register", json={"email": " Ada@Example.com ", "password": PASSWORD})

    ada = await api.signed_in("ada@example.com")
    assert answer.status_code == 201
    assert list(answer.json()) == ["id", "email", "created_at"]
    assert answer.json()["email"] == "ada@example.com"
    assert (await ada("GET", answer.headers["location"])).json() == answer.json()


async def test_an_address_has_one_account(api: Api, ada: Person) -> None:
    answer = await api("POST", "auth/register", json={"email": ada.email.upper(), "password": PASSWORD})

    assert (answer.status_code, answer.json()["code"]) == (409, "email-taken")


async def test_signing_in_gives_a_pair_of_tokens_with_their_lifetimes(ada: Person) -> None:
    assert list(ada.tokens) == ["token", "token_type", "expires_in", "refresh_token", "refresh_expires_in"]
    assert ada.tokens["token_type"] == "Bearer"
    assert ada.tokens["expires_in"] == timedelta(hours=24).total_seconds()
    assert timedelta(days=30).total_seconds() - ada.tokens["refresh_expires_in"] <= 1


async def test_wrong_password_and_unknown_account_get_the_same_answer(api: Api, ada: Person) -> None:
    answers = [
        await api("POST", "auth/login", json=credentials, headers={"X-Request-Id": "the-same"})
        for credentials in (
            {"email": ada.email, "password": "not her password at all"},
            {"email": "nobody@example.com", "password": "not her password at all"},
        )
    ]

    assert [answer.status_code for answer in answers] == [401, 401]
    assert answers[0].json()["code"] == "wrong-credentials"
    assert answers[0].headers["www-authenticate"] == 'Bearer realm="taskapi"'
    assert answers[0].content == answers[1].content
    assert answers[0].headers == answers[1].headers


async def test_a_refresh_token_is_exchanged_for_two_new_ones(api: Api, ada: Person) -> None:
    answer = await api("POST", "auth/refresh", json={"refresh_token": ada.tokens["refresh_token"]})

    fresh = Person(api, ada.email, answer.json())
    assert answer.status_code == 200
    assert fresh.tokens["refresh_token"] != ada.tokens["refresh_token"]
    assert (await fresh("GET", "me")).status_code == 200


async def test_a_refresh_token_that_is_none_is_rejected_as_a_token(api: Api, ada: Person) -> None:
    for text in ("", "x", ada.tokens["token"], "tr_x_" + "A" * 140, "\u00e9"):
        answer = await api("POST", "auth/refresh", json={"refresh_token": text})

        assert (answer.status_code, answer.json()["code"]) == (401, "invalid-token")
        assert answer.headers["www-authenticate"] == 'Bearer realm="taskapi", error="invalid_token"'


async def test_a_used_refresh_token_ends_the_session_for_good(api: Api, ada: Person) -> None:
    first = ada.tokens["refresh_token"]
    second = (await api("POST", "auth/refresh", json={"refresh_token": first})).json()
    await api("POST", "auth/refresh", json={"refresh_token": second["refresh_token"]})

    replayed = await api("POST", "auth/refresh", json={"refresh_token": first})

    assert replayed.status_code == 401
    assert (await ada("GET", "me")).status_code == 401
    assert (await Person(api, ada.email, second)("GET", "me")).status_code == 401


async def test_logging_out_ends_this_session_and_no_other(api: Api, ada: Person) -> None:
    elsewhere = await api.signed_in(ada.email)

    answer = await ada("POST", "auth/logout")

    assert (answer.status_code, answer.content) == (204, b"")
    rejected = await ada("GET", "me")
    assert (rejected.status_code, rejected.json()["code"]) == (401, "invalid-token")
    assert (await elsewhere("GET", "me")).status_code == 200


async def test_sessions_are_listed_and_the_one_that_asks_is_marked(api: Api, ada: Person) -> None:
    elsewhere = await api.signed_in(ada.email)

    answer = await elsewhere("GET", "auth/sessions")

    assert answer.status_code == 200
    assert [session["current"] for session in answer.json()] == [True, False]
    assert list(answer.json()[0]) == ["id", "created_at", "last_used_at", "expires_at", "user_agent", "current"]


async def test_a_session_is_ended_from_another(api: Api, ada: Person) -> None:
    elsewhere = await api.signed_in(ada.email)
    _, first = (await elsewhere("GET", "auth/sessions")).json()

    assert (await elsewhere("DELETE", f"auth/sessions/{first['id']}")).status_code == 204
    assert (await elsewhere("DELETE", f"auth/sessions/{first['id']}")).status_code == 404
    assert (await ada("GET", "me")).status_code == 401


async def test_all_sessions_are_ended_at_once_this_one_too(api: Api, ada: Person) -> None:
    elsewhere = await api.signed_in(ada.email)

    assert (await ada("DELETE", "auth/sessions")).status_code == 204
    assert [(await person("GET", "me")).status_code for person in (ada, elsewhere)] == [401, 401]


async def test_a_changed_password_lets_in_and_ends_the_other_sessions(api: Api, ada: Person) -> None:
    elsewhere = await api.signed_in(ada.email)
    change = {"current_password": PASSWORD, "new_password": OTHER_PASSWORD}

    assert (await ada("PUT", "auth/password", json=change)).status_code == 204
    assert [(await person("GET", "me")).status_code for person in (ada, elsewhere)] == [200, 401]
    assert [
        (await api("POST", "auth/login", json={"email": ada.email, "password": password})).status_code
        for password in (PASSWORD, OTHER_PASSWORD)
    ] == [401, 200]


async def test_a_wrong_current_password_is_forbidden_and_not_a_matter_of_the_token(ada: Person) -> None:
    change = {"current_password": OTHER_PASSWORD, "new_password": OTHER_PASSWORD}

    answer = await ada("PUT", "auth/password", json=change)

    assert (answer.status_code, answer.json()["code"]) == (403, "wrong-password")


async def test_a_password_that_everybody_tries_is_rejected_with_the_reason(api: Api) -> None:
    answer = await api("POST", "auth/register", json={"email": "ada@example.com", "password": "password1234567"})

    assert answer.status_code == 400
    assert [(violation["pointer"], violation["code"]) for violation in answer.json()["errors"]] == [
        ("/password", "blocklisted")
    ]


async def test_too_many_guesses_are_rejected_with_a_time_to_wait(api: Api, ada: Person) -> None:
    guess = {"email": ada.email, "password": "not her password at all"}
    for _ in range(10):
        assert (await api("POST", "auth/login", json=guess)).status_code == 401

    answer = await api("POST", "auth/login", json=guess)

    assert (answer.status_code, answer.json()["code"]) == (429, "too-many-attempts")
    assert 1 <= int(answer.headers["retry-after"]) <= 15 * 60


async def test_an_account_is_removed_with_all_that_belongs_to_it(api: Api, ada: Person) -> None:
    await ada.task()

    assert (await ada("DELETE", "me", json={"password": "not her password at all"})).status_code == 403
    assert (await ada("DELETE", "me", json={"password": PASSWORD})).status_code == 204
    assert (await ada("GET", "me")).status_code == 401
    assert [api.store.all_of(kind) for kind in (User, Session, Task)] == [[], [], []]


async def test_the_export_holds_everything_and_no_secret(ada: Person) -> None:
    tasks = [await ada.task(title=f"Task {number}") for number in range(150)]

    answer = await ada("GET", "me/export")

    document = answer.json()
    assert answer.status_code == 200
    assert answer.headers["content-disposition"] == 'attachment; filename="taskapi-export.json"'
    assert document["account"] == (await ada("GET", "me")).json()
    assert document["tasks"] == tasks
    assert [list(session) for session in document["sessions"]] == [
        ["id", "created_at", "last_used_at", "expires_at", "ended_at", "user_agent", "address"]
    ]
    assert b"hash" not in answer.content


async def test_the_export_of_somebody_without_tasks_is_whole_as_well(ada: Person) -> None:
    answer = await ada("GET", "me/export")

    assert answer.json()["tasks"] == []


async def test_sessions_are_paged(api: Api, ada: Person) -> None:
    for _ in range(4):
        await api.signed_in(ada.email)
    whole = (await ada("GET", "auth/sessions")).json()
    first = await ada("GET", "auth/sessions", params={"limit": 2})
    found, target = first.json(), first.links.get("next", {}).get("url")
    while target:
        page = await ada("GET", target)
        found += page.json()
        target = page.links.get("next", {}).get("url")

    assert len(whole) == 5
    assert found == whole
    assert (await ada("GET", "auth/sessions", params={"limit": 101})).headers["x-limit"] == "100"
    assert "x-limit" not in first.headers


@pytest.mark.parametrize("query", ["limit=0", "offset=-1", "limit=x", "cursor=a"])
async def test_a_page_of_sessions_that_cannot_be_is_rejected(ada: Person, query: str) -> None:
    assert (await ada("GET", f"auth/sessions?{query}")).status_code == 400
