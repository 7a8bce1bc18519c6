"""Frequent rejections are summarized in one line, with what an operator needs."""

import asyncio
from functools import partial
from typing import Any

from structlog.testing import capture_logs

from entrypoints.settings.groups import Http
from tests.entrypoints.http.support.api import Person, running
from tests.support.waiting import until


def of_refusals(events: Any) -> list[dict[str, Any]]:
    return [event for event in events if event["event"] == "refused"]


def reported(events: Any, times: int) -> bool:
    return len(of_refusals(events)) == times


async def reject_once(person: Person) -> None:
    """Cause a rejection, and wait until all counted rejections are logged, also those of other tests."""
    with capture_logs() as events:
        await person("GET", "me")
        await until(partial(reported, events, 1))


async def test_rate_limited_requests_are_summarized_with_their_users_without_lines_of_their_own() -> None:
    async with running(http=Http(rate_limit_per_user=12)) as api:
        ada, ben = await api.person(), await api.person()
        names = [(await person("GET", "me")).json()["id"] for person in (ada, ben)]
        await reject_once(ada)
        with capture_logs() as events:
            for number in range(3):
                await ada("GET", "me", headers={"X-Request-Id": f"ada-{number}"})
            await ben("GET", "me")
            await until(partial(reported, events, 1))

    assert of_refusals(events) == [
        {
            "event": "refused",
            "log_level": "info",
            "problem": "rate-limited",
            "count": 4,
            "first": "ada-0",
            "users": dict(zip(names, (3, 1), strict=True)),
        }
    ]
    assert [event for event in events if event["event"] == "request"] == []


async def test_each_second_is_reported_once_and_separately() -> None:
    async with running(http=Http(max_in_flight=1)) as api:
        api.app.in_flight.working = 1
        with capture_logs() as events:
            for number in (1, 2):
                await asyncio.gather(*(api("GET", "me") for _ in range(5)))
                await until(partial(reported, events, number))

    assert [(event["problem"], event["count"], event["log_level"]) for event in of_refusals(events)] == [
        ("too-busy", 5, "warning")
    ] * 2
