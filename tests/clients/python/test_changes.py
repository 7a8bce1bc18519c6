"""Following changes: a snapshot, what happens then, and every break in between."""

import asyncio
import threading
from collections.abc import Iterator

import pytest

from taskapi_client import AsyncClient, ChangeKind, Client, ErrorCode, Retries, Settings, Tokens, errors
from taskapi_client.core.events import MAX_EVENT_BYTES, Event, EventParser
from tests.clients.python.conftest import register
from tests.clients.python.support.either import Connected, Either
from tests.clients.python.support.scripted import BROKEN, Answer, json_answer, problem, scripted
from tests.support.server import Server, serving

QUICK = Settings(retries=Retries(attempts=2, first_delay=0.01, longest_delay=0.2))
FINAL = [problem(401, "invalid-token"), problem(403, "insufficient-scope"), problem(500, "internal-error")]
EMPTY = {"changes": [], "objects": {"tasks": [], "projects": [], "deleted": []}, "next": 5, "latest": 5, "more": False}
CHANGE = {
    "number": 6,
    "kind": "deleted",
    "object": "task",
    "id": "0199f3a0-5c6e-7b3e-8d4f-2a1b3c4d5e6f",
    "version": None,
    "version_before": 1,
    "at": "2026-03-01T12:00:00Z",
    "by": None,
    "request_id": None,
    "undoes": [],
    "fields": {},
}


@pytest.fixture(scope="module")
def restarted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that tests stop and start again."""
    with serving(tmp_path_factory.mktemp("restarted")) as server:
        yield server


async def test_a_snapshot_comes_first_and_then_every_change(mine: Connected) -> None:
    old = await mine.call(lambda c: c.tasks.create(title="Old"))
    updates = mine.iterate(lambda c: c.changes.follow())

    snapshot = await anext(updates)
    new = await mine.call(lambda c: c.tasks.create(title="New"))
    created = await anext(updates)
    await mine.call(lambda c: c.tasks.delete(old))
    deleted = await anext(updates)
    await updates.aclose()

    assert (snapshot.reset, snapshot.objects.tasks, snapshot.changes, snapshot.since) == (True, [old], [], 1)
    assert (created.reset, created.objects.tasks, created.since) == (False, [new], 2)
    assert [change.kind for change in created.changes] == [ChangeKind.CREATED]
    assert ([gone.id for gone in deleted.objects.deleted], deleted.since) == ([old.id], 3)


async def test_a_long_snapshot_and_a_long_record_come_in_parts(mine: Connected) -> None:
    for number in range(3):
        operations = [{"op": "create", "task": {"title": f"{number} {index}"}} for index in range(50)]
        await mine.call(lambda c: c.tasks.batch(operations, atomic=True))  # noqa: B023 - is called at once

    snapshot = await mine.take(2, lambda c: c.changes.follow())
    record = await mine.take(2, lambda c: c.changes.follow(since=0))

    assert [(update.reset, len(update.objects.tasks), update.since) for update in snapshot] == [
        (True, 100, None),
        (False, 50, 150),
    ]
    assert [(update.reset, len(update.changes), update.since) for update in record] == [
        (False, 100, 100),
        (False, 50, 150),
    ]


async def test_a_number_that_the_record_does_not_have_leads_to_a_snapshot(mine: Connected) -> None:
    task = await mine.call(lambda c: c.tasks.create(title="Here"))

    (update,) = await mine.take(1, lambda c: c.changes.follow(since=1_000))

    assert (update.reset, update.objects.tasks, update.since) == (True, [task], 1)
    with pytest.raises(errors.Gone) as raised:
        await mine.take(1, lambda c: c.changes.stream(since=1_000))
    assert raised.value.code == ErrorCode.CHANGES_GONE


@pytest.mark.parametrize("name", ["follow", "stream"])
async def test_following_survives_a_restart_of_the_server(either: Either, restarted: Server, name: str) -> None:
    async with either.connected(restarted.url, settings=QUICK) as connected:
        await register(connected)
        first = await connected.call(lambda c: c.tasks.create(title="Before"))
        items = connected.iterate(lambda c: getattr(c.changes, name)(since=0))
        before = await anext(items)
        next_item = asyncio.ensure_future(anext(items))
        await asyncio.to_thread(restarted.stop)
        await asyncio.to_thread(restarted.start)
        second = await connected.call(lambda c: c.tasks.create(title="After"))
        after = await next_item
        await items.aclose()

    assert [ids(item) for item in (before, after)] == [[first.id], [second.id]]


def ids(item: object) -> list[object]:
    """Return the ids in an update or a change."""
    return [change.id for change in getattr(item, "changes", [item])]


async def test_a_stream_begins_now_and_has_every_change(mine: Connected) -> None:
    await mine.call(lambda c: c.tasks.create(title="Earlier"))
    changes = mine.iterate(lambda c: c.changes.stream())
    first = asyncio.ensure_future(anext(changes))
    for number in range(1_000):
        await mine.call(lambda c: c.tasks.create(title=f"Later {number}"))  # noqa: B023 - is called at once
        if first.done():
            break
    begun = await first
    rest = [(await anext(changes)).number for _ in range(number + 2 - begun.number)]
    await changes.aclose()

    assert begun.number > 1
    assert rest == [*range(begun.number + 1, number + 3)]


@pytest.mark.parametrize("failure", [BROKEN, problem(503, "feed-closed"), problem(429, "too-many-listeners")])
async def test_following_goes_on_after_more_failures_than_a_call_has_retries(either: Either, failure: Answer) -> None:
    answers = [json_answer(EMPTY), *([failure] * 7), json_answer({**EMPTY, "changes": [CHANGE], "next": 6})]
    with scripted(*answers) as script:
        async with either.connected(script.url, "tapi_x", settings=QUICK) as connected:
            updates = await connected.take(2, lambda c: c.changes.follow())

    assert [update.since for update in updates] == [5, 6]
    assert {request.target for request in script.requests[1:]} == {"/api/v1/changes?since=5&wait=30&limit=100"}


@pytest.mark.parametrize(
    "failure", [problem(401, "invalid-token"), problem(403, "insufficient-scope"), problem(500, "x")]
)
@pytest.mark.parametrize("name", ["follow", "stream"])
async def test_an_error_that_stays_ends_it(either: Either, failure: Answer, name: str) -> None:
    with scripted(failure) as script:
        async with either.connected(script.url, "tapi_x", settings=QUICK) as connected:
            with pytest.raises(errors.ApiError) as raised:
                await connected.take(1, lambda c: getattr(c.changes, name)())

    assert raised.value.status == failure.status


async def test_a_stream_renews_the_token(either: Either, server: Server, tokens: Tokens) -> None:
    stored: list[Tokens | None] = []
    expired = Tokens.from_json(tokens.to_json().replace(tokens.token, "expired"))
    async with either.connected(server.url, expired, on_tokens=stored.append) as connected:
        async with either.connected(server.url, tokens) as other:
            await other.call(lambda c: c.tasks.create(title="x"))
        (change,) = await connected.take(1, lambda c: c.changes.stream(since=0))

    assert (change.number, len(stored)) == (1, 1)


@pytest.mark.parametrize(
    ("media_type", "body"),
    [
        ("text/html", b"<html>Sign in to this network</html>"),
        ("text/event-stream", b"id: 1\ndata: no JSON\n\n"),
        ("text/event-stream", b"id: x\n\n"),
        ("text/event-stream", b"id: 1\ndata: \xff\n\n"),
    ],
)
async def test_a_stream_that_cannot_be_read_is_an_error(either: Either, media_type: str, body: bytes) -> None:
    with scripted(Answer(200, body, {"Content-Type": media_type})) as script:
        async with either.connected(script.url, "tapi_x", settings=QUICK) as connected:
            with pytest.raises(errors.UnexpectedResponse):
                await connected.take(1, lambda c: c.changes.stream())

    assert len(script.requests) == 1


@pytest.mark.parametrize("wait", [0, 31, -1])
async def test_a_wait_that_would_be_none_or_too_long_is_rejected(mine: Connected, wait: int) -> None:
    with pytest.raises(ValueError, match="wait must be from 1 to 30"):
        await mine.take(1, lambda c: c.changes.follow(wait=wait))


STREAM = b": hello\r\nid: 4\n\nid: 5\nevent: change\ndata: {\ndata: }\n\nretry: 7\n\n: \n\nid: 6\ndata:x"


@pytest.mark.parametrize("size", [1, 2, 3, 7, len(STREAM)])
def test_events_are_found_wherever_the_stream_is_divided(size: int) -> None:
    parser = EventParser()
    parts = [STREAM[start : start + size] for start in range(0, len(STREAM), size)]

    events = [event for part in parts for event in parser.feed(part)]

    assert [event for event in events if event.data] == [Event(5, "{\n}")]
    assert [event.number for event in events] == [4, 5, 5, 5]


def test_an_endless_event_is_rejected() -> None:
    parser = EventParser()
    with pytest.raises(ValueError, match="an event is larger"):
        parser.feed(b"x" * (MAX_EVENT_BYTES + 1))


def test_a_client_of_threads_follows_in_one_and_writes_in_another(server: Server, tokens: Tokens) -> None:
    with Client(server.url, tokens) as client:
        updates = client.changes.follow()
        assert next(updates).reset
        writer = threading.Thread(target=client.tasks.create, kwargs={"title": "From a thread"})
        writer.start()
        update = next(updates)
        writer.join()
        close(updates)

    assert [task.title for task in update.objects.tasks] == ["From a thread"]


def close(iterator: Iterator[object]) -> None:
    iterator.close()  # type: ignore[attr-defined]


async def test_tasks_of_one_client_follow_and_write(server: Server, tokens: Tokens) -> None:
    async with AsyncClient(server.url, tokens) as client:
        titles = []
        async for update in client.changes.follow():
            titles += [task.title for task in update.objects.tasks]
            if titles:
                break
            await client.tasks.create(title="From a task")

    assert titles == ["From a task"]
