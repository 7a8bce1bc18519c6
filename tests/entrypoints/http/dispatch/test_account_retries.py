"""The Idempotency-Key of requests that carry or get a password or a token."""

import pytest

from domain.accounts.receipt import Receipt
from tests.entrypoints.http.support.api import PASSWORD, Api, Person

KEY = {"Idempotency-Key": "7b0d1c9e-once"}
SECRET = "quite another secret phrase"
NEW = {"email": "new@example.com", "password": PASSWORD}


async def test_a_repeated_registration_gets_the_same_bytes(api: Api) -> None:
    first, second = [await api("POST", "auth/register", json=NEW, headers=KEY) for _ in range(2)]

    assert (first.status_code, second.status_code) == (201, 201)
    assert (first.content, first.headers["location"]) == (second.content, second.headers["location"])
    assert "idempotency-replayed" not in first.headers
    assert second.headers["idempotency-replayed"] == "true"


async def test_a_registration_with_another_password_under_the_key_is_rejected(api: Api) -> None:
    await api("POST", "auth/register", json=NEW, headers=KEY)

    answer = await api("POST", "auth/register", json={**NEW, "password": SECRET}, headers=KEY)

    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency-key-reused")


async def test_strangers_may_use_the_same_key(api: Api) -> None:
    await api("POST", "auth/register", json=NEW, headers=KEY)

    answer = await api("POST", "auth/register", json={**NEW, "email": "other@example.com"}, headers=KEY)

    assert answer.status_code == 201
    assert "idempotency-replayed" not in answer.headers


async def test_a_repeated_log_in_gets_the_same_bytes_and_opens_one_session(ada: Person) -> None:
    body = {"email": ada.email, "password": PASSWORD}

    first, second = [await ada.api("POST", "auth/login", json=body, headers=KEY) for _ in range(2)]

    assert (first.status_code, first.content) == (200, second.content)
    assert second.headers["idempotency-replayed"] == "true"
    assert len((await ada("GET", "auth/sessions")).json()) == 2


async def test_a_key_without_the_password_gets_no_tokens(ada: Person) -> None:
    await ada.api("POST", "auth/login", json={"email": ada.email, "password": PASSWORD}, headers=KEY)

    answer = await ada.api("POST", "auth/login", json={"email": ada.email, "password": SECRET}, headers=KEY)

    assert (answer.status_code, answer.json()["code"]) == (401, "wrong-credentials")


async def test_a_repeated_refresh_gets_the_same_bytes(ada: Person) -> None:
    body = {"refresh_token": ada.tokens["refresh_token"]}

    first, second = [await ada.api("POST", "auth/refresh", json=body, headers=KEY) for _ in range(2)]

    assert (first.status_code, first.content) == (200, second.content)
    assert second.headers["idempotency-replayed"] == "true"


async def test_another_refresh_token_under_the_key_is_rejected(ada: Person) -> None:
    other = await ada.api.signed_in(ada.email)
    await ada.api("POST", "auth/refresh", json={"refresh_token": ada.tokens["refresh_token"]}, headers=KEY)

    answer = await ada.api("POST", "auth/refresh", json={"refresh_token": other.tokens["refresh_token"]}, headers=KEY)

    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency-key-reused")


async def test_a_repeated_password_change_gets_the_first_answer(ada: Person) -> None:
    body = {"current_password": PASSWORD, "new_password": SECRET}

    first, second, bare = [await ada("PUT", "auth/password", json=body, headers=headers) for headers in (KEY, KEY, {})]

    assert [answer.status_code for answer in (first, second, bare)] == [204, 204, 403]
    assert second.headers["idempotency-replayed"] == "true"


async def test_receipts_contain_no_password_and_no_token(ada: Person) -> None:
    login = await ada.api("POST", "auth/login", json={"email": ada.email, "password": PASSWORD}, headers=KEY)
    body = {"refresh_token": login.json()["refresh_token"]}
    refreshed = await ada.api("POST", "auth/refresh", json=body, headers=KEY)
    change = {"current_password": PASSWORD, "new_password": SECRET}
    await ada("PUT", "auth/password", json=change, headers=KEY)

    stored = repr(ada.api.store.all_of(Receipt))

    assert len(ada.api.store.all_of(Receipt)) == 3
    for pair in (login.json(), refreshed.json()):
        assert not {pair["token"][:30], pair["refresh_token"][:30]} & {
            stored[start : start + 30] for start in range(len(stored))
        }
    assert PASSWORD not in stored
    assert SECRET not in stored


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "auth/register", NEW),
        ("POST", "auth/login", NEW),
        ("POST", "auth/refresh", {"refresh_token": "x"}),
        ("PUT", "auth/password", {"current_password": PASSWORD, "new_password": SECRET}),
        ("DELETE", "me", {"password": PASSWORD}),
    ],
)
async def test_a_malformed_key_is_rejected(ada: Person, method: str, path: str, body: dict[str, str]) -> None:
    answer = await ada(method, path, json=body, headers={"Idempotency-Key": "a b"})

    assert (answer.status_code, answer.json()["code"]) == (400, "bad-request")
    assert (await ada("GET", "me")).status_code == 200
