"""What a user does with a client, on a real server with two workers."""

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from uuid import uuid4

import pytest

from taskapi_client import DryRun, ErrorCode, Priority, Scope, Sort, Status, Tokens, batch, errors
from tests.clients.python.conftest import register
from tests.clients.python.support.either import Connected, Either
from tests.support.person import PASSWORD
from tests.support.server import Server

NEW_PASSWORD = "another quiet lighthouse"
DUE = datetime(2026, 12, 24, 18, 30, tzinfo=UTC)


async def test_a_task_is_created_read_edited_and_deleted(mine: Connected) -> None:
    task = await mine.call(lambda c: c.tasks.create(title="Buy soil", priority=Priority.HIGH, due_at=DUE))
    edited = await mine.call(lambda c: c.tasks.edit(task, status=Status.DONE, due_at=None))
    read = await mine.call(lambda c: c.tasks.read(task.id))
    before = await mine.call(lambda c: c.tasks.read(task.id, version=1))
    history = await mine.take(9, lambda c: c.tasks.history(task))
    await mine.call(lambda c: c.tasks.delete(edited))

    assert (task.title, task.priority, task.due_at, task.version) == ("Buy soil", Priority.HIGH, DUE, 1)
    assert (edited.status, edited.due_at, edited.version) == (Status.DONE, None, 2)
    assert (read, before) == (edited, task)
    assert [change.version for change in history] == [2, 1]
    with pytest.raises(errors.NotFound) as raised:
        await mine.call(lambda c: c.tasks.read(task.id))
    assert raised.value.code == ErrorCode.TASK_NOT_FOUND


async def test_an_object_that_was_read_is_not_changed_in_another_version(mine: Connected) -> None:
    task = await mine.call(lambda c: c.tasks.create(title="Buy soil"))
    await mine.call(lambda c: c.tasks.edit(task, title="Buy much soil"))

    for change in (lambda c: c.tasks.edit(task, title="Buy pots"), lambda c: c.tasks.delete(task)):
        with pytest.raises(errors.Stale) as raised:
            await mine.call(change)
        assert (raised.value.status, raised.value.code) == (412, ErrorCode.STALE_TASK)
    edited = await mine.call(lambda c: c.tasks.edit(task.id, title="Buy pots"))  # a bare id states no version
    await mine.call(lambda c: c.tasks.delete(task.id))

    assert edited.title == "Buy pots"


async def test_what_has_not_changed_is_not_transferred_again(mine: Connected) -> None:
    task = await mine.call(lambda c: c.tasks.create(title="Buy soil"))
    page = await mine.call(lambda c: c.tasks.page(limit=1))

    assert await mine.call(lambda c: c.tasks.read(task)) is task
    assert await mine.call(lambda c: c.tasks.page(earlier=page, limit=1)) is page
    await mine.call(lambda c: c.tasks.edit(task, title="Buy pots"))
    assert (await mine.call(lambda c: c.tasks.read(task))).version == 2
    assert (await mine.call(lambda c: c.tasks.page(earlier=page, limit=1))).items[0].version == 2


async def test_an_error_has_code_status_violations_and_request_id(mine: Connected) -> None:
    with pytest.raises(errors.InvalidRequest) as raised:
        await mine.call(lambda c: c.tasks.create(title=" ", priority="hgh", colour=1))
    error = raised.value

    assert (error.code, error.status) == (ErrorCode.INVALID_INPUT, 400)
    assert [each.pointer for each in error.violations] == ["/title", "/priority", "/colour"]
    assert error.request_id is not None
    assert error.request_id.endswith("-1")
    assert error.request_id in str(error)


def create(title: str, client: Any) -> Any:
    return client.tasks.create(title=title, due_at=DUE)


async def test_a_list_is_filtered_sorted_counted_and_iterated_over_pages(mine: Connected) -> None:
    for title in ("d", "c", "b", "a"):
        await mine.call(partial(create, title))
    done = await mine.call(lambda c: c.tasks.create(title="e", priority=Priority.LOW))
    await mine.call(lambda c: c.tasks.edit(done, status=Status.DONE))
    query = {"status": [Status.TODO, Status.CANCELLED], "sort": Sort.TITLE, "due_after": DUE - timedelta(days=1)}

    page = await mine.call(lambda c: c.tasks.page(**query, limit=3, count=True))
    rest = await mine.call(lambda c: c.tasks.page(**query, count=True, cursor=page.cursor))
    every = await mine.take(9, lambda c: c.tasks.every(**query, limit=1))

    assert ([task.title for task in page.items], page.total) == (["a", "b", "c"], 4)
    assert ([task.title for task in rest.items], rest.next, rest.cursor) == (["d"], None, None)
    assert every == [*page.items, *rest.items]


async def test_a_limit_that_the_server_lowers_is_stated(mine: Connected) -> None:
    assert (await mine.call(lambda c: c.tasks.page(limit=1_000))).limit == 100
    assert (await mine.call(lambda c: c.tasks.page(limit=5))).limit is None


async def test_a_batch_creates_edits_and_deletes(mine: Connected) -> None:
    first = await mine.call(lambda c: c.tasks.create(title="First"))
    second = await mine.call(lambda c: c.tasks.create(title="Second"))
    await mine.call(lambda c: c.tasks.edit(second, title="Changed"))
    operations = [batch.create(title="Third"), batch.edit(first, title="Edited"), batch.delete(second)]

    results = (await mine.call(lambda c: c.tasks.batch(operations, atomic=False))).results
    with pytest.raises(errors.Conflict) as raised:
        await mine.call(lambda c: c.tasks.batch([batch.delete(first.id), batch.edit(second, title="x")], atomic=True))
    without_version = [batch.edit(first.id, title="x"), batch.delete(second.id)]
    unconditional = (await mine.call(lambda c: c.tasks.batch(without_version, atomic=True))).results

    assert [result.status for result in results] == [201, 200, 412]
    assert results[1].task.title == "Edited"
    assert results[2].problem.code == ErrorCode.STALE_TASK
    assert raised.value.code == ErrorCode.BATCH_REFUSED
    assert [result.status for result in unconditional] == [200, 204]


async def test_a_dry_run_returns_what_would_happen_and_changes_nothing(mine: Connected) -> None:
    task = await mine.call(lambda c: c.tasks.create(title="Buy soil"))

    tried = await mine.call(lambda c: c.dry_run.tasks.edit(task, title="Buy pots"))
    created = await mine.call(lambda c: c.dry_run.tasks.create(title="Dig"))
    deleted = await mine.call(lambda c: c.dry_run.tasks.delete(task))
    undone = await mine.call(lambda c: c.dry_run.changes.undo(1))

    assert (tried.result.title, tried.result.version) == ("Buy pots", 2)
    assert tried.changes[0].fields["title"].after == "Buy pots"
    assert (created.result.title, [change.number for change in created.changes]) == ("Dig", [2])
    assert (deleted, len(undone.changes)) == (DryRun(result=None, changes=[]), 1)
    assert await mine.take(9, lambda c: c.tasks.every()) == [task]


async def test_an_operation_without_dry_runs_is_not_sent(mine: Connected) -> None:
    with pytest.raises(TypeError, match="log_out has no dry run"):
        await mine.call(lambda c: c.dry_run.sessions.log_out())


async def test_changes_are_undone(mine: Connected) -> None:
    task = await mine.call(lambda c: c.tasks.create(title="Buy soil"))
    await mine.call(lambda c: c.tasks.edit(task, title="Buy pots"))
    await mine.call(lambda c: c.tasks.edit(task.id, status=Status.DONE))

    undone = await mine.call(lambda c: c.changes.undo(2))
    with pytest.raises(errors.Conflict) as raised:
        await mine.call(lambda c: c.changes.undo(1))
    all_undone = await mine.call(lambda c: c.changes.undo_all(numbers=[3, 4]))
    now = await mine.call(lambda c: c.tasks.read(task.id))

    assert (undone.changes[0].undoes, undone.changes[0].fields["title"].after) == ([2], "Buy soil")
    assert (raised.value.code, {*raised.value.problem.numbers} >= {3}) == (ErrorCode.UNDO_CONFLICT, True)
    assert all_undone.changes[0].undoes == [3, 4]
    assert (now.title, now.status) == ("Buy pots", Status.TODO)


async def test_an_account_its_sessions_and_tokens(either: Either, anonymous: Connected, server: Server) -> None:
    stored: list[Tokens | None] = []
    async with either.connected(server.url, on_tokens=stored.append) as me:
        email = await register(me)
        issued = await me.call(
            lambda c: c.personal_access_tokens.create(name="Nightly", scopes=[Scope.TASKS_READ], expires_in_days=3)
        )
        async with either.connected(server.url, issued.token) as program:
            assert await program.take(9, lambda c: c.tasks.every()) == []
            with pytest.raises(errors.Forbidden) as raised:
                await program.call(lambda c: c.tasks.create(title="x"))
            assert raised.value.code == ErrorCode.INSUFFICIENT_SCOPE
        assert [token.name for token in await me.call(lambda c: c.personal_access_tokens.all())] == ["Nightly"]
        await me.call(lambda c: c.personal_access_tokens.revoke(issued.id))
        other = await anonymous.call(lambda c: c.sessions.log_in(email=email, password=PASSWORD))
        sessions = await me.take(9, lambda c: c.sessions.every(limit=1))
        assert sorted(session.current for session in sessions) == [False, True]
        assert all("taskapi-client/" in session.user_agent for session in sessions)
        (ended,) = (session.id for session in sessions if not session.current)
        await me.call(lambda c: c.sessions.end(ended))
        with pytest.raises(errors.Unauthenticated):
            await anonymous.call(lambda c: c.account.read())
        await me.call(lambda c: c.account.change_password(current_password=PASSWORD, new_password=NEW_PASSWORD))
        assert stored[0] is not None
        refresh_token = stored[0].refresh_token
        refreshed = await me.call(lambda c: c.sessions.refresh(refresh_token=refresh_token))
        export = await me.call(lambda c: c.account.export())
        await me.call(lambda c: c.sessions.end_all())
        await me.call(lambda c: c.sessions.log_in(email=email, password=NEW_PASSWORD))
        await me.call(lambda c: c.account.delete(password=NEW_PASSWORD))

        assert other.token != refreshed.token
        assert (export.account.email, len(export.sessions)) == (email, 2)
        assert [tokens is None for tokens in stored] == [False, False, True, False, True]
        with pytest.raises(errors.Unauthenticated) as nobody:
            await me.call(lambda c: c.account.read())
        assert nobody.value.code == ErrorCode.MISSING_CREDENTIALS


async def test_logging_out_ends_the_session(mine: Connected) -> None:
    await mine.call(lambda c: c.sessions.log_out())

    with pytest.raises(errors.Unauthenticated) as raised:
        await mine.call(lambda c: c.account.read())
    assert raised.value.code == ErrorCode.MISSING_CREDENTIALS


async def test_the_state_of_the_service(anonymous: Connected) -> None:
    assert (await anonymous.call(lambda c: c.health.read())).status == "ok"
    assert (await anonymous.call(lambda c: c.health.ready())).status == "ready"


async def test_a_key_of_the_caller_makes_a_call_repeatable(mine: Connected) -> None:
    key = uuid4().hex
    first = await mine.call(lambda c: c.with_key(key).tasks.create(title="Once"))
    again = await mine.call(lambda c: c.with_key(key).tasks.create(title="Once"))

    assert first == again
    with pytest.raises(errors.InvalidRequest) as raised:
        await mine.call(lambda c: c.with_key(key).tasks.create(title="Twice"))
    assert raised.value.code == ErrorCode.IDEMPOTENCY_KEY_REUSED
