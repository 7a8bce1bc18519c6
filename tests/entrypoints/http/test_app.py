"""The lifespan of the application, from start to stop."""

import asyncio
from datetime import datetime
from typing import Any

from attrs import define, field
from structlog.testing import capture_logs

from adapters.testing.builders import NOON
from domain.errors import StoreUnavailable
from entrypoints.background_tasks import sweeping
from entrypoints.http.app import create_app
from entrypoints.http.middleware.outer import OuterMiddleware
from tests.entrypoints.http.support.api import a_container


@define
class RecordedStore:
    """A store that records its calls."""

    away: bool = False
    events: list[str] = field(factory=list)

    async def open(self) -> None:
        self.events.append("open")
        if self.away:
            raise StoreUnavailable("refused")

    async def close(self) -> None:
        self.events.append("close")

    async def ready(self) -> bool:
        return not self.away


async def lived(app: OuterMiddleware, meanwhile: asyncio.Event) -> list[str]:
    """Return the lifespan messages of the application from start to stop; it is stopped after the event."""
    messages: list[str] = []
    incoming = iter(("lifespan.startup", "lifespan.shutdown"))

    async def receive() -> dict[str, Any]:
        if messages:
            await meanwhile.wait()
        return {"type": next(incoming)}

    async def send(message: dict[str, Any]) -> None:
        messages.append(message["type"])

    async with asyncio.timeout(5):
        await app({"type": "lifespan"}, receive, send)  # type: ignore[arg-type]  # raw messages, as a server sends them
    return messages


def app_on(store: RecordedStore, **differences: Any) -> OuterMiddleware:
    container = a_container()
    return create_app(
        container.use_cases(),
        store=store,
        seal=container.seal(),
        settings=container.settings().http,
        rate_table=container.rate_table(),
        **differences,
    )


async def test_the_store_is_opened_first_and_closed_last_and_chores_are_done_in_between() -> None:
    store, begun = RecordedStore(), asyncio.Event()

    async def background_task() -> None:
        store.events.append("background_task")
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            store.events.append("background_task is over")

    messages = await lived(app_on(store, background_tasks=[background_task]), begun)

    assert messages == ["lifespan.startup.complete", "lifespan.shutdown.complete"]
    assert store.events == ["open", "background_task", "background_task is over", "close"]


async def test_a_failed_background_task_affects_nothing_else_and_is_logged() -> None:
    store, failed = RecordedStore(), asyncio.Event()

    async def background_task() -> None:
        failed.set()
        raise RuntimeError("a defect")

    with capture_logs() as events:
        messages = await lived(app_on(store, background_tasks=[background_task]), failed)

    assert messages == ["lifespan.startup.complete", "lifespan.shutdown.complete"]
    assert store.events == ["open", "close"]
    assert [(event["log_level"], event["event"]) for event in events] == [
        ("error", "a background_task failed and is not done any more")
    ]


async def test_it_starts_without_its_database_and_says_so() -> None:
    at_once = asyncio.Event()
    at_once.set()

    messages = await lived(app_on(RecordedStore(away=True)), at_once)

    assert messages == ["lifespan.startup.complete", "lifespan.shutdown.complete"]


async def test_sweeping_goes_on_after_an_outage() -> None:
    swept: list[datetime] = []
    third = asyncio.Event()

    async def sweep(*, at: datetime) -> int:
        swept.append(at)
        if len(swept) == 1:
            raise StoreUnavailable("refused")
        if len(swept) == 3:
            third.set()
        return 1

    background_task = asyncio.create_task(sweeping(sweep, lambda: NOON, between=0.001)())
    async with asyncio.timeout(5):
        await third.wait()
    background_task.cancel()

    assert swept[:3] == [NOON, NOON, NOON]
