"""The rate limit of a user, and the headers that report it."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.system.shared_rate_table import SharedRateTable
from domain.ids import UserId
from entrypoints.http.dispatch.rate_limit import SECOND, RateLimit
from entrypoints.http.requests.errors import BodyTooSlow, RateLimited
from entrypoints.http.requests.exchange import Exchange
from entrypoints.settings.groups import Http
from tests.entrypoints.http.support.api import Api, Person, running

ADA, BEN = UserId(UUID(int=1)), UserId(UUID(int=2))


class Clock:
    """A clock that advances on demand."""

    def __init__(self, *, at: int = 10**15) -> None:
        self.time = at

    def __call__(self) -> int:
        return self.time


def an_exchange() -> Exchange:
    times: dict[str, Any] = {"started": 0.0, "due": 0.0, "late": BodyTooSlow}
    return Exchange(id="1", method="GET", path="/", query=b"", client=None, headers={}, **times)


def a_limit(requests: int, clock: Clock) -> RateLimit:
    limit = RateLimit.of(requests, SharedRateTable())
    return RateLimit(limit.rate_table, limit.interval, limit.burst, limit.policy, clock)


def asked(limit: RateLimit, user: UserId = ADA) -> tuple[float | None, str]:
    """Return the seconds to wait (None if the request is admitted), and the header of the limit."""
    exchange = an_exchange()
    try:
        limit.admit(exchange, user)
    except RateLimited as error:
        return error.retry_after, exchange.quota[1][1].decode()
    return None, exchange.quota[1][1].decode()


def leaky(rate_table: Iterable[int], *, interval: int, burst: int) -> list[bool]:
    """Return which cells conform, by the continuous-state leaky bucket of I.371."""
    content, last, conforming = 0, 0, []
    for time in rate_table:
        drained = max(0, content - (time - last))
        fits = drained + interval <= burst
        conforming.append(fits)
        if fits:
            content, last = drained + interval, time
    return conforming


PAUSES = st.lists(st.one_of(st.integers(0, SECOND), st.integers(0, 100 * SECOND)), min_size=1, max_size=200)


@given(requests=st.integers(1, 100_000), pauses=PAUSES)
def test_what_is_let_in_is_what_the_leaky_bucket_lets_in(requests: int, pauses: list[int]) -> None:
    clock = Clock()
    limit = a_limit(requests, clock)
    times, admitted = [], []
    for pause in pauses:
        clock.time += pause
        times.append(clock.time)
        admitted.append(asked(limit)[0] is None)

    assert admitted == leaky(times, interval=limit.interval, burst=limit.burst)


@given(requests=st.integers(1, 5_000), pauses=PAUSES)
def test_retry_after_is_the_least_number_of_seconds_after_which_a_request_is_let_in(
    requests: int, pauses: list[int]
) -> None:
    clock = Clock()
    limit = a_limit(requests, clock)
    for pause in pauses:
        clock.time += pause // 50
        wait, header = asked(limit)
        if wait is not None:
            assert header == f'"user";r=0;t={wait}'
            clock.time += int(wait - 1) * SECOND
            assert asked(limit)[0] == 1
            clock.time += SECOND
            assert asked(limit)[0] is None


@given(requests=st.integers(1, 20_000), pauses=PAUSES)
def test_as_many_more_requests_are_admitted_at_once_as_the_header_says(requests: int, pauses: list[int]) -> None:
    clock = Clock()
    limit = a_limit(requests, clock)
    header = ""
    for pause in pauses:
        clock.time += pause
        _, header = asked(limit)
    left = int(header.partition("r=")[2].partition(";")[0])

    assert [asked(limit)[0] is None for _ in range(left)] == [True] * left
    assert asked(limit)[0] is not None


@pytest.mark.parametrize("requests", [1, 7, 60, 600, 6_000])
def test_three_times_the_limit_for_two_windows_gets_hardly_more_than_the_limit(requests: int) -> None:
    clock = Clock()
    limit = a_limit(requests, clock)
    admitted = 0
    for _ in range(6 * requests):
        admitted += asked(limit)[0] is None
        clock.time += 20 * SECOND // requests

    assert admitted <= max(1.05 * 2 * requests, 2 * requests + 1)
    assert admitted >= 2 * requests


def test_what_one_asks_is_not_counted_for_another() -> None:
    limit = a_limit(60, Clock())
    while asked(limit, ADA)[0] is None:
        pass

    assert asked(limit, BEN) == (None, '"user";r=4;t=1')


async def test_every_response_to_a_user_has_the_remaining_requests(ada: Person) -> None:
    responses = [
        await ada(*call) for call in (("GET", "me"), ("GET", "tasks/nothing"), ("PATCH", "me"), ("HEAD", "tasks"))
    ]
    heads = [(answer.status_code, answer.headers.get("ratelimit-policy")) for answer in responses]

    assert heads == [(200, '"user";q=6000;w=60'), (404, '"user";q=6000;w=60'), (405, None), (200, '"user";q=6000;w=60')]
    assert responses[0].headers["ratelimit"] == '"user";r=499;t=1'


@pytest.mark.parametrize("path", ["/health", "/api/v1/me", "/openapi.json"])
async def test_responses_to_anonymous_callers_have_no_limit(api: Api, path: str) -> None:
    assert "ratelimit" not in (await api("GET", path)).headers


async def test_who_asks_too_often_is_rejected_with_everything_a_client_needs() -> None:
    async with running(http=Http(rate_limit_per_user=12)) as api:
        ada, ben = await api.person(), await api.person()
        first = await ada("GET", "me", headers={"Origin": "https://app.example"})
        rejected = await ada("GET", "me", headers={"Origin": "https://app.example"})
        other = await ben("GET", "me")

    assert [answer.status_code for answer in (first, rejected, other)] == [200, 429, 200]
    assert (first.headers["ratelimit"], rejected.headers["ratelimit"]) == ('"user";r=0;t=5', '"user";r=0;t=5')
    assert rejected.headers["ratelimit-policy"] == '"user";q=12;w=60'
    assert rejected.headers["retry-after"] == "5"
    assert rejected.headers["content-type"] == "application/problem+json"
    assert rejected.json()["code"] == "rate-limited"
    assert {"RateLimit", "RateLimit-Policy", "Retry-After"} <= set(
        rejected.headers["access-control-expose-headers"].split(", ")
    )


async def test_a_request_of_a_session_that_is_over_counts_and_a_forged_token_does_not() -> None:
    """Otherwise a caller whose session has ended could send requests without limit."""
    async with running(http=Http(rate_limit_per_user=24)) as api:
        ada = await api.person()
        forged = await api("GET", "me", headers={"Authorization": ada.authorization["Authorization"][:-2] + "xx"})
        await ada("POST", "auth/logout")
        answers = [await ada("GET", "me") for _ in range(2)]

    assert (forged.status_code, "ratelimit" in forged.headers) == (401, False)
    assert [answer.status_code for answer in answers] == [401, 429]


async def test_a_batch_is_one_request(ada: Person) -> None:
    operations = [{"op": "create", "task": {"title": str(number)}} for number in range(100)]

    answer = await ada("POST", "tasks/batch", json={"atomic": True, "operations": operations})

    assert answer.headers["ratelimit"] == '"user";r=499;t=1'


async def test_without_a_limit_nothing_is_counted_or_reported() -> None:
    async with running(http=Http(rate_limit_per_user=0)) as api:
        ada = await api.person()
        answers = [await ada("GET", "me") for _ in range(3)]

    assert [(answer.status_code, "ratelimit" in answer.headers) for answer in answers] == [(200, False)] * 3


async def test_applications_that_share_a_rate_table_count_together() -> None:
    ada, rate_table = UserId(uuid4()), SharedRateTable()
    one, other = RateLimit.of(12, rate_table), RateLimit.of(12, rate_table)

    assert [asked(one, ada)[0], asked(other, ada)[0]] == [None, 5]
