"""Tokens: renewed once for many callers, handed over for storing, and never shown."""

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from typing import Any

import msgspec
import pytest

from taskapi_client import AsyncClient, Attempt, Client, Retries, Settings, Tokens, errors
from taskapi_client.core.exchange import new_key
from taskapi_client.core.keeper import TokenKeeper
from tests.clients.python.support.either import Either
from tests.clients.python.support.scripted import BROKEN, json_answer, problem, scripted
from tests.support.person import PASSWORD
from tests.support.server import Server

AT_ONCE = 20
REFRESH = "/api/v1/auth/refresh"
PAIR: dict[str, Any] = {
    "token": "t-2",
    "token_type": "Bearer",
    "expires_in": 60,
    "refresh_token": "r-2",
    "refresh_expires_in": 60,
}
SESSION = Tokens(token="t-1", token_type="Bearer", expires_in=60, refresh_token="r-1", refresh_expires_in=60)
ACCOUNT = json_answer(
    {"id": "0199f3a0-1b2c-7d3e-8f40-516273849505", "email": "ada@example.com", "created_at": "2026-01-01T00:00:00Z"}
)
INVALID = problem(401, "invalid-token")
QUICK = Settings(retries=Retries(attempts=3, first_delay=0.01))


def expired(tokens: Tokens) -> Tokens:
    """Return tokens of which only the refresh token is valid."""
    return msgspec.structs.replace(tokens, token="expired")


class Log(list[Attempt]):
    """The attempts of a client."""

    def statuses(self, path: str) -> list[int | None]:
        return [attempt.status for attempt in self if attempt.path == path]


async def test_one_of_twenty_tasks_renews_the_tokens(server: Server, tokens: Tokens) -> None:
    stored: list[Tokens | None] = []
    log = Log()
    settings = Settings(on_attempt=log.append)
    async with AsyncClient(server.url, expired(tokens), on_tokens=stored.append, settings=settings) as client:
        accounts = await asyncio.gather(*(client.account.read() for _ in range(AT_ONCE)))

    check_one_renewal(accounts, stored, log, tokens)


def test_one_of_twenty_threads_renews_the_tokens(server: Server, tokens: Tokens) -> None:
    stored: list[Tokens | None] = []
    log = Log()
    settings = Settings(on_attempt=log.append)
    with (
        Client(server.url, expired(tokens), on_tokens=stored.append, settings=settings) as client,
        ThreadPoolExecutor(AT_ONCE) as threads,
    ):
        accounts = [each.result() for each in [threads.submit(client.account.read) for _ in range(AT_ONCE)]]

    check_one_renewal(accounts, stored, log, tokens)


def check_one_renewal(accounts: list[Any], stored: list[Tokens | None], log: Log, tokens: Tokens) -> None:
    (renewed,) = stored
    assert renewed is not None
    assert len({account.id for account in accounts}) == 1
    assert log.statuses(REFRESH) == [HTTPStatus.OK]
    assert log.statuses("/api/v1/me").count(HTTPStatus.OK) == AT_ONCE
    assert not {tokens.token, tokens.refresh_token} & {renewed.token, renewed.refresh_token}


async def test_a_renewal_whose_response_is_lost_is_repeated_under_its_key(either: Either) -> None:
    with scripted(INVALID, BROKEN, json_answer(PAIR), ACCOUNT) as script:
        async with either.connected(script.url, SESSION, settings=QUICK) as connected:
            await connected.call(lambda c: c.account.read())

    assert [request.target for request in script.requests] == ["/api/v1/me", REFRESH, REFRESH, "/api/v1/me"]
    assert script.sent("Authorization") == ["Bearer t-1", None, None, "Bearer t-2"]
    _, first, second, _ = script.sent("Idempotency-Key")
    assert first == second
    assert first is not None


async def test_a_renewal_that_failed_is_begun_again_under_the_same_key(either: Either) -> None:
    once = Settings(retries=Retries(attempts=1))
    with scripted(INVALID, BROKEN, INVALID, json_answer(PAIR), ACCOUNT) as script:
        async with either.connected(script.url, SESSION, settings=once) as connected:
            with pytest.raises(errors.NoResponse):
                await connected.call(lambda c: c.account.read())
            await connected.call(lambda c: c.account.read())

    _, first, _, second, _ = script.sent("Idempotency-Key")
    assert first == second


async def test_a_renewal_that_was_cancelled_is_begun_again(server: Server, tokens: Tokens) -> None:
    stored: list[Tokens | None] = []
    async with AsyncClient(server.url, expired(tokens), on_tokens=stored.append) as client:
        for _ in range(20):
            call = asyncio.ensure_future(client.account.read())
            await asyncio.sleep(0)  # begins, and is cancelled wherever it is then
            call.cancel()
            await asyncio.gather(call, return_exceptions=True)
        await client.account.read()

    assert len(stored) == 1


async def test_a_session_that_has_ended_is_reported_to_every_caller(server: Server, tokens: Tokens) -> None:
    stored: list[Tokens | None] = []
    log = Log()
    settings = Settings(on_attempt=log.append)
    async with AsyncClient(server.url, tokens, on_tokens=stored.append, settings=settings) as client:
        async with AsyncClient(server.url, tokens) as other:
            await other.sessions.end_all()
        results = await asyncio.gather(*(client.account.read() for _ in range(AT_ONCE)), return_exceptions=True)

    assert [type(result) for result in results] == [errors.Unauthenticated] * AT_ONCE
    assert (stored, log.statuses(REFRESH)) == ([None], [HTTPStatus.UNAUTHORIZED])


@pytest.mark.parametrize("meanwhile", [None, msgspec.structs.replace(SESSION, token="t-3")])
async def test_a_log_in_or_log_out_during_a_renewal_is_kept(meanwhile: Tokens | None) -> None:
    stored: list[Tokens | None] = []
    keeper = TokenKeeper(SESSION, stored.append, asyncio.Lock(), new_key)

    async def renew(_refresh_token: str, _key: str) -> Tokens:
        keeper.end() if meanwhile is None else keeper.begin(meanwhile)
        return Tokens(**PAIR)

    token = await keeper.renewed("t-1", renew)

    assert (token, stored) == (None if meanwhile is None else "t-3", [meanwhile])


async def test_a_personal_access_token_is_not_renewed(either: Either) -> None:
    with scripted(INVALID) as script:
        async with either.connected(script.url, "tapi_x") as connected:
            with pytest.raises(errors.Unauthenticated):
                await connected.call(lambda c: c.account.read())

    assert len(script.requests) == 1


async def test_a_token_is_renewed_only_once_for_one_call(either: Either) -> None:
    with scripted(INVALID, json_answer(PAIR), INVALID) as script:
        async with either.connected(script.url, SESSION) as connected:
            with pytest.raises(errors.Unauthenticated):
                await connected.call(lambda c: c.account.read())

    assert [request.target for request in script.requests] == ["/api/v1/me", REFRESH, "/api/v1/me"]


@pytest.mark.parametrize("token", ["secret\n", "secret\r\nX: y", "sécret"])
async def test_a_token_that_cannot_be_sent_is_rejected_without_showing_it(either: Either, token: str) -> None:
    with scripted(ACCOUNT) as script:
        async with either.connected(script.url, token) as connected:
            with pytest.raises(ValueError, match="Authorization must consist of visible ASCII") as raised:
                await connected.call(lambda c: c.account.read())

    assert script.requests == []
    assert "cret" not in str(raised.value)


def test_stored_tokens_can_be_read_again() -> None:
    assert Tokens.from_json(SESSION.to_json()) == SESSION


async def test_no_secret_is_shown(
    either: Either, server: Server, tokens: Tokens, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    stored: list[Tokens | None] = []
    async with either.connected(server.url, expired(tokens), on_tokens=stored.append) as connected:
        issued = await connected.call(lambda c: c.personal_access_tokens.create(name="x", scopes=["account"]))
        with pytest.raises(errors.ApiError) as raised:
            await connected.call(lambda c: c.account.delete(password="wrong, but secret"))
        shown = repr(vars(connected.client)) + "".join(map(repr, [connected.client, issued, stored, tokens]))
    shown += caplog.text + repr(raised.value) + str(raised.value) + repr(vars(raised.value))

    (renewed,) = stored
    assert renewed is not None
    for secret in (tokens.refresh_token, renewed.token, renewed.refresh_token, issued.token, "wrong, but secret"):
        assert secret not in shown
    assert "expired" not in shown.replace("expires", "")
    assert "taskapi_client" in caplog.text
    assert PASSWORD not in shown
