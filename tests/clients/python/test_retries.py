"""Broken connections and busy servers: a call is repeated, takes effect once, and ends in bounded time."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from math import inf
from pathlib import Path
from uuid import uuid4

import pytest

from taskapi_client import ErrorCode, Retries, Settings, Tokens, errors
from taskapi_client.core.messages import Response
from taskapi_client.core.retries import Budget
from tests.clients.python.conftest import register
from tests.clients.python.support.either import Either
from tests.clients.python.support.scripted import BROKEN, HEALTHY, Answer, json_answer, problem, scripted
from tests.faults.support.processes import free_port
from tests.faults.support.proxy import FaultProxy
from tests.support.person import PASSWORD
from tests.support.server import Server, serving

QUICK = Settings(retries=Retries(attempts=4, first_delay=0.01, longest_delay=0.02))
DISASTER = 1.0
"""Every request arrives and is answered, but no answer comes back."""
CREATED = json_answer({"id": str(uuid4()), "email": "ada@example.com", "created_at": "2026-01-01T00:00:00Z"}, 201)


async def test_a_connection_that_breaks_after_the_commit_leads_to_one_effect(
    either: Either, server: Server, tokens: Tokens
) -> None:
    async with FaultProxy.before("127.0.0.1", server.port) as proxy:
        url = f"http://127.0.0.1:{proxy.listens_on}"
        lost = Settings(retries=Retries(attempts=2, first_delay=0.01))
        async with either.connected(url, tokens, settings=lost) as connected:
            proxy.toxics.cut_answers = DISASTER
            with pytest.raises(errors.NoResponse) as raised:
                await connected.call(lambda c: c.tasks.create(title="Once"))
            key = raised.value.idempotency_key
            proxy.toxics.cut_answers = 0.0
            created = await connected.call(lambda c: c.with_key(key).tasks.create(title="Once"))

            assert proxy.cuts == 2
            assert await connected.take(9, lambda c: c.tasks.every()) == [created]


@pytest.mark.parametrize("answers", [[BROKEN], [BROKEN, BROKEN, BROKEN], [problem(503, "too-busy"), BROKEN]])
async def test_every_attempt_has_the_same_key_and_body_and_its_own_request_id(
    either: Either, answers: list[Answer]
) -> None:
    with scripted(*answers, CREATED) as script:
        async with either.connected(script.url, settings=QUICK) as connected:
            await connected.call(lambda c: c.account.register(email="ada@example.com", password=PASSWORD))

    attempts = len(answers) + 1
    assert len(script.requests) == attempts
    assert len({*script.sent("Idempotency-Key")}) == 1
    assert len({request.body for request in script.requests}) == 1
    ids = [str(text).rpartition("-") for text in script.sent("X-Request-Id")]
    assert len({call for call, _, _ in ids}) == 1
    assert [int(number) for _, _, number in ids] == [*range(1, attempts + 1)]


async def test_two_calls_have_two_keys_and_a_safe_call_has_none(either: Either) -> None:
    with scripted(CREATED, CREATED, HEALTHY) as script:
        async with either.connected(script.url, settings=QUICK) as connected:
            for _ in range(2):
                await connected.call(lambda c: c.account.register(email="ada@example.com", password=PASSWORD))
            await connected.call(lambda c: c.health.read())

    first, second, safe = script.sent("Idempotency-Key")
    assert first != second
    assert safe is None


@pytest.mark.parametrize(("status", "code"), [(429, "rate-limited"), (503, "too-busy")])
async def test_retry_after_is_respected(either: Either, status: int, code: str) -> None:
    with scripted(problem(status, code, Retry_After="1"), HEALTHY) as script:
        async with either.connected(script.url, settings=QUICK) as connected:
            await connected.call(lambda c: c.health.read())

    first, second = script.requests
    assert second.at - first.at >= 1.0


async def test_the_rate_limit_of_a_server_is_survived(either: Either, tmp_path: Path) -> None:
    statuses: list[int | None] = []
    settings = Settings(on_attempt=lambda attempt: statuses.append(attempt.status))
    with serving(tmp_path, "--store", "memory", RATE_LIMIT_PER_USER="60") as server:
        async with either.connected(server.url, settings=settings) as connected:
            await register(connected)
            for _ in range(100):
                await connected.call(lambda c: c.account.read())
                if 429 in statuses:
                    break

    assert statuses[-2:] == [429, 200]


@pytest.mark.parametrize("status", [502, 503, 504, 429])
async def test_the_attempts_are_bounded(either: Either, status: int) -> None:
    with scripted(problem(status, "too-busy")) as script:
        async with either.connected(script.url, settings=QUICK) as connected:
            with pytest.raises(errors.ApiError) as raised:
                await connected.call(lambda c: c.health.read())

    assert len(script.requests) == QUICK.retries.attempts
    assert (raised.value.status, raised.value.code, raised.value.request_id) == (status, "too-busy", "server-1")


async def test_a_wait_beyond_the_total_time_is_an_error_at_once(either: Either) -> None:
    with scripted(problem(429, "too-many-attempts", Retry_After="900")) as script:
        async with either.connected(script.url) as connected:
            with pytest.raises(errors.TooMany) as raised:
                await connected.call(lambda c: c.health.read())

    assert (len(script.requests), raised.value.retry_after) == (1, 900.0)
    assert raised.value.code == ErrorCode.TOO_MANY_ATTEMPTS


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 410, 412, 422, 500])
async def test_an_error_that_stays_is_not_retried(either: Either, status: int) -> None:
    with scripted(problem(status, "internal-error")) as script:
        async with either.connected(script.url, settings=QUICK) as connected:
            with pytest.raises(errors.ApiError) as raised:
                await connected.call(lambda c: c.health.read())

    assert (len(script.requests), raised.value.status) == (1, status)


async def test_a_server_that_is_away_is_an_error_with_the_key_of_the_call(either: Either) -> None:
    async with either.connected(f"http://127.0.0.1:{free_port()}", settings=QUICK) as connected:
        with pytest.raises(errors.NoResponse) as raised:
            await connected.call(lambda c: c.account.register(email="ada@example.com", password=PASSWORD))
        with pytest.raises(errors.NoResponse) as safe:
            await connected.call(lambda c: c.health.read())

    assert raised.value.idempotency_key
    assert safe.value.idempotency_key is None


def test_delays_grow_up_to_the_longest_one_and_are_random() -> None:
    retries = Retries(first_delay=1.0, longest_delay=4.0)
    longest = [max(retries.backoff(failures) for _ in range(1_000)) for failures in (1, 2, 3, 4, 10_000)]

    for bound, found in zip((1.0, 2.0, 4.0, 4.0, 4.0), longest, strict=True):
        assert 0.9 * bound < found <= bound
    assert min(retries.backoff(3) for _ in range(1_000)) < 0.4


@pytest.mark.parametrize(
    ("text", "expected"),
    [("7", 7.0), (" 7 ", 7.0), ("", None), ("soon", None), ("-7", None), ("1.5", None), ("²", None), ("9" * 400, inf)],
)
def test_retry_after_is_a_number_of_seconds(text: str, expected: float | None) -> None:
    assert Response(503, {"retry-after": text}, b"").retry_after == expected


def test_retry_after_may_be_a_date() -> None:
    later = format_datetime(datetime.now(UTC) + timedelta(seconds=100), usegmt=True)
    past = "Wed, 21 Oct 2015 07:28:00 GMT"

    assert 90 < (Response(503, {"retry-after": later}, b"").retry_after or 0) <= 100
    assert Response(503, {"retry-after": past}, b"").retry_after == 0.0
    assert Response(503, {"retry-after": "Wed, 21 Oct 2015 07:28:00"}, b"").retry_after is None


def test_a_budget_adds_the_delay_to_retry_after() -> None:
    budget = Budget(Retries(attempts=3, first_delay=0.5, longest_delay=0.5))
    busy = Response(503, {"retry-after": "2"}, b"")

    assert 2.0 <= (budget.delay_after(busy) or 0) <= 2.5
    assert 2.0 <= (budget.delay_after(busy) or 0) <= 2.5
    assert budget.delay_after(busy) is None
