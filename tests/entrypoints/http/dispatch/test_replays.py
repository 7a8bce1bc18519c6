"""Retries of requests that ended their own session or account."""

import asyncio
import json
from base64 import urlsafe_b64decode

import httpx
import pytest

from domain.accounts.session import Session
from tests.entrypoints.http.support.api import PASSWORD, Person

KEY = {"Idempotency-Key": "7b0d1c9e-once"}
ENDINGS = ("POST auth/logout", "DELETE auth/sessions", "DELETE auth/sessions/own")


async def ended(person: Person, ending: str, **headers: str) -> httpx.Response:
    """End the session of a person, in one of the ways."""
    method, path = ending.split()
    return await person(method, path.replace("own", session_of(person)), headers=headers)


def session_of(person: Person) -> str:
    """Return the session that a token names."""
    payload = person.tokens["token"].split(".")[1]
    session: str = json.loads(urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))["sid"]
    return session


@pytest.mark.parametrize("ending", ENDINGS)
async def test_the_retry_of_a_request_that_ended_its_session_gets_the_first_answer(ada: Person, ending: str) -> None:
    first, second = [await ended(ada, ending, **KEY) for _ in range(2)]

    assert (first.status_code, second.status_code) == (204, 204)
    assert "idempotency-replayed" not in first.headers
    assert second.headers["idempotency-replayed"] == "true"


@pytest.mark.parametrize("ending", ENDINGS)
async def test_the_retry_gets_the_first_answer_although_the_ended_session_was_removed(ada: Person, ending: str) -> None:
    await ended(ada, ending, **KEY)
    await ada.api.signed_in(ada.email)  # which removes ended sessions
    assert session_of(ada) not in {str(session.id) for session in ada.api.store.all_of(Session)}

    assert (await ended(ada, ending, **KEY)).status_code == 204


@pytest.mark.parametrize("ending", ENDINGS)
async def test_an_ended_session_gets_no_other_answer(ada: Person, ending: str) -> None:
    path = f"tasks/{(await ada.task())['id']}"
    await ada("PATCH", path, json={}, headers=KEY)
    await ended(ada, ending, **KEY)

    answers = [
        await ended(ada, ending),
        await ended(ada, ending, **{"Idempotency-Key": "another"}),
        await ada("PATCH", path, json={}, headers=KEY),
        await ada("GET", "auth/sessions"),
    ]

    assert {answer.status_code for answer in answers} == {401}


async def test_a_key_logs_out_one_session_only(ada: Person) -> None:
    other = await ada.api.signed_in(ada.email)
    await ada("POST", "auth/logout", headers=KEY)

    answer = await other("POST", "auth/logout", headers=KEY)

    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency-key-reused")
    assert (await other("GET", "me")).status_code == 200


async def test_the_retry_of_a_log_out_is_checked_like_every_request(ada: Person) -> None:
    await ada("POST", "auth/logout", headers=KEY)

    answers = [
        await ada("POST", "auth/logout?colour=red", headers=KEY),
        await ada("POST", "auth/logout", headers={"Idempotency-Key": "a b"}),
        await ada("POST", "auth/logout", headers=KEY, json={"all": True}),
    ]

    assert [answer.status_code for answer in answers] == [400, 400, 422]


async def test_duplicate_log_outs_at_the_same_time_get_one_answer(ada: Person) -> None:
    answers = await asyncio.gather(*(ada("POST", "auth/logout", headers=KEY) for _ in range(20)))

    assert {answer.status_code for answer in answers} == {204}
    assert sum("idempotency-replayed" not in answer.headers for answer in answers) == 1


async def test_the_retry_of_deleting_an_account_gets_the_first_answer(ada: Person) -> None:
    first, second, bare = [
        await ada("DELETE", "me", json={"password": PASSWORD}, headers=headers) for headers in (KEY, KEY, {})
    ]

    assert [answer.status_code for answer in (first, second, bare)] == [204, 204, 401]
    assert second.headers["idempotency-replayed"] == "true"


async def test_a_key_proves_no_deletion_of_an_account_that_is_there(ada: Person) -> None:
    await ada("POST", "auth/logout")

    answer = await ada("DELETE", "me", json={"password": PASSWORD}, headers=KEY)

    assert answer.status_code == 401
    assert (await ada.api.signed_in(ada.email)).email == ada.email


async def test_a_forged_token_deletes_and_learns_nothing(ada: Person) -> None:
    forged = {"Authorization": f"{ada.authorization['Authorization'][:-1]}x"}

    for method, path in (("DELETE", "me"), ("POST", "auth/logout")):
        assert (await ada.api(method, path, headers={**KEY, **forged})).status_code == 401


async def test_the_retry_of_a_deletion_is_checked_like_the_first_request(ada: Person) -> None:
    await ada("DELETE", "me", json={"password": PASSWORD}, headers=KEY)
    answers = [
        await ada("DELETE", "me", json={"password": PASSWORD, "colour": "red"}, headers=KEY),
        await ada("DELETE", "me", json={}, headers=KEY),
        await ada("DELETE", "me", json={"password": PASSWORD}, headers=KEY),
    ]

    assert [answer.status_code for answer in answers] == [400, 400, 204]
