"""A backup is a consistent snapshot, and a restore that differs from it fails."""
# ruff: noqa: ASYNC240 - small files, and no other task on this event loop

import asyncio
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import asyncpg
import pytest

from adapters.postgres import ConnectionSettings, PostgresStore
from adapters.postgres_server.backup import BackupFailed, back_up, programs, restore, verify
from adapters.postgres_server.backup.archive import Contents, contents_path
from adapters.postgres_server.backup.digests import Digest, connect, digests_of
from adapters.postgres_server.backup.programs import program
from adapters.postgres_server.installation import bundled
from adapters.postgres_server.program_copy import executable_by_all
from adapters.testing.builders import NOON, a_receipt, a_session, a_task, a_token, a_user
from adapters.testing.units import change_task
from domain.ports.change_set import ChangeKind
from domain.tasks.priority import Priority
from tests.faults.support.node import Node
from tests.faults.support.service import SETTINGS

NOWHERE = "postgresql://nobody@127.0.0.1:1/nothing"


@pytest.fixture
async def full_url(database_url: str) -> str:
    """A database with something of everything in it."""
    async with PostgresStore(ConnectionSettings(url=database_url)) as store, store.begin() as work:
        owner = a_user()
        work.users.add(owner)
        work.sessions.add(a_session(user_id=owner.id))
        work.receipts.add(a_receipt(owner=owner.id))
        work.tokens.add(a_token(user_id=owner.id))
        for title in ("Ordinary", "Ünïcode \U0001f331", "'; DROP TABLE tasks; --"):
            change_task(
                work,
                ChangeKind.ADD,
                a_task(owner=owner.id, title=title, due_at=NOON, priority=Priority.HIGH, description="a\nb"),
            )
    return database_url


@pytest.fixture
async def dump(full_url: str, tmp_path: Path) -> Path:
    await back_up(full_url, tmp_path / "tasks.dump")
    return tmp_path / "tasks.dump"


async def run(url: str, sql: str) -> None:
    connection = await asyncpg.connect(url)
    await connection.execute(sql)
    await connection.close()


async def contents_of(url: str) -> dict[str, Digest]:
    connection = await connect(url)
    found = await digests_of(connection)
    await connection.close()
    return found


async def databases(url: str) -> list[str]:
    connection = await asyncpg.connect(url)
    names = [row[0] for row in await connection.fetch("SELECT datname FROM pg_database WHERE datname LIKE '%verify%'")]
    await connection.close()
    return names


async def test_a_backup_can_be_verified_after_the_database_has_changed(full_url: str, dump: Path) -> None:
    await run(full_url, "DELETE FROM tasks")
    contents = await verify(dump, full_url)

    rows = {name.removeprefix("public."): digest.rows for name, digest in contents.tables.items()}
    assert rows == {
        "taskapi_alembic_version": 1,
        "allowances": 0,
        "outlines": 0,
        "projects": 0,
        "personal_access_tokens": 1,
        "receipts": 1,
        "change_counters": 1,
        "changes": 3,
        "sessions": 1,
        "tasks": 3,
        "users": 1,
    }
    assert await databases(full_url) == []


async def test_the_restored_data_equal_the_original(
    full_url: str, dump: Path, make_database: Callable[..., str]
) -> None:
    empty = make_database(empty=True)
    await restore(dump, empty)

    assert await contents_of(empty) == await contents_of(full_url)
    async with PostgresStore(ConnectionSettings(url=empty)) as store:
        assert await store.ready()


async def test_a_backup_of_the_embedded_server_is_restored_into_an_older_one(
    full_url: str, dump: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    oldest = executable_by_all(min(bundled().values(), key=lambda each: each.major))
    monkeypatch.setenv("TEST_POSTGRES_PROGRAMS", str(oldest.programs))
    node = Node.made_in(tmp_path / "older")
    await node.start()
    try:
        restored = await restore(dump, node.url())

        assert (restored.major, oldest.major) == (18, 16)
        assert await contents_of(node.url()) == await contents_of(full_url)
    finally:
        await node.end()


async def test_of_a_dump_that_ends_early_nothing_is_restored(dump: Path, make_database: Callable[..., str]) -> None:
    dump.write_bytes(dump.read_bytes()[:-200])
    empty = make_database(empty=True)

    with pytest.raises(BackupFailed, match="pg_restore failed"):
        await restore(dump, empty)

    assert await contents_of(empty) == {}


async def test_a_concurrent_commit_is_in_the_backup_completely_or_not_at_all(full_url: str, tmp_path: Path) -> None:
    begun = asyncio.Event()

    async def write() -> None:
        async with PostgresStore(ConnectionSettings(url=full_url)) as store:
            while True:
                async with store.begin() as work:
                    owner = a_user()
                    work.users.add(owner)
                    change_task(work, ChangeKind.ADD, a_task(owner=owner.id))
                begun.set()

    writing = asyncio.ensure_future(write())
    await begun.wait()
    contents = await back_up(full_url, tmp_path / "busy.dump")
    writing.cancel()
    await asyncio.gather(writing, return_exceptions=True)

    users, tasks = contents.tables["public.users"].rows, contents.tables["public.tasks"].rows
    assert tasks == users + 2
    assert 1 < users < (await contents_of(full_url))["public.users"].rows
    assert await verify(tmp_path / "busy.dump", full_url) == contents


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ("UPDATE tasks SET title = title || '.' WHERE title = 'Ordinary'", "public.tasks has different contents"),
        ("DELETE FROM sessions", "public.sessions has 0 rows instead of 1"),
        ("DROP TABLE receipts", "public.receipts is missing"),
        ("CREATE TABLE more (id int)", "public.more was not in the backup"),
        ("UPDATE users SET created_at = created_at + interval '1 microsecond'", "public.users has different contents"),
    ],
)
async def test_a_dump_of_other_data_is_detected(full_url: str, dump: Path, change: str, expected: str) -> None:
    contents = contents_path(dump).read_bytes()
    dump.unlink()
    contents_path(dump).unlink()
    await run(full_url, change)
    await back_up(full_url, dump)
    contents_path(dump).write_bytes(contents)

    with pytest.raises(BackupFailed, match="differ from the backup") as failed:
        await verify(dump, full_url)
    assert expected in str(failed.value)
    assert await databases(full_url) == []


@pytest.mark.parametrize("kept", [0, 100, 5_000])
async def test_a_damaged_dump_is_detected(full_url: str, dump: Path, kept: int) -> None:
    dump.write_bytes(dump.read_bytes()[:kept])

    with pytest.raises(BackupFailed, match="pg_restore failed"):
        await verify(dump, full_url)
    assert await databases(full_url) == []


async def test_nothing_is_restored_over_existing_data(full_url: str, dump: Path) -> None:
    before = await contents_of(full_url)
    with pytest.raises(BackupFailed, match="nothing was changed"):
        await restore(dump, full_url)

    assert await contents_of(full_url) == before


async def test_a_dump_without_its_contents_file_is_rejected(full_url: str, dump: Path) -> None:
    contents_path(dump).write_text("{}")
    with pytest.raises(BackupFailed, match="cannot be read"):
        await verify(dump, full_url)
    contents_path(dump).unlink()
    with pytest.raises(BackupFailed, match="is missing"):
        await verify(dump, full_url)


async def test_no_backup_is_overwritten_and_no_partial_one_remains(full_url: str, dump: Path, tmp_path: Path) -> None:
    before = sorted(tmp_path.iterdir())
    with pytest.raises(BackupFailed, match="exists"):
        await back_up(full_url, dump)
    with pytest.raises(BackupFailed, match="was not written"):
        await back_up(NOWHERE, tmp_path / "other.dump")

    assert sorted(tmp_path.iterdir()) == before


def test_both_files_are_readable_by_their_owner_only(dump: Path) -> None:
    assert {0o600} == {stat.S_IMODE(path.stat().st_mode) for path in (dump, contents_path(dump))}


def test_a_missing_program_is_reported_with_its_package(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(programs, "bundled", dict)
    monkeypatch.setattr(programs, "DEBIAN", tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(BackupFailed, match="install the package postgresql-client-17"):
        program("pg_dump", major=17)


def test_the_program_of_the_servers_own_version_is_preferred() -> None:
    assert program("pg_dump", major=16).major == 16
    assert program("pg_dump", major=17).major == 18


async def test_the_password_is_in_no_command_line(tmp_path: Path) -> None:
    fake = tmp_path / "fake"
    fake.write_text('#!/bin/sh\necho "error: $* $PGPASSWORD"\nexit 1\n')
    fake.chmod(0o700)

    with pytest.raises(BackupFailed) as failed:
        await programs.Program(fake, 18).run(url="postgresql://me:s%40crat@db:5433/tasks?sslmode=require")
    assert str(failed.value).endswith("--dbname=postgresql://me@db:5433/tasks?sslmode=require --no-password s@crat")


def test_the_commands_back_up_and_restore(full_url: str, tmp_path: Path) -> None:
    def taskapi(*arguments: str) -> tuple[int, str]:
        done = subprocess.run(  # noqa: S603 - our own program
            [sys.executable, "-m", "entrypoints.cli", *arguments],
            env={"PATH": os.defpath, "DATABASE_URL": full_url, "JWT_SECRET": SETTINGS["JWT_SECRET"]},
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout + done.stderr

    assert taskapi("backup", "a.dump")[0] == 0
    code, output = taskapi("restore", "--verify", "a.dump")
    again, refused = taskapi("restore", "a.dump")

    assert (code, output) == (
        0,
        f"a.dump: 12 rows in 11 tables, identical to the backup of {Contents.of(tmp_path / 'a.dump').made_at}\n",
    )
    assert (again, "nothing was changed" in refused) == (1, True)
