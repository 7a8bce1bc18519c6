"""Locks on a data folder, and recovery after processes were killed."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from adapters.postgres_server import EmbeddedPostgres, EmbeddedPostgresError, FolderInUse, throwaway
from adapters.postgres_server.account import Account
from adapters.postgres_server.address import Address
from adapters.postgres_server.installation import installation_for
from adapters.postgres_server.program_copy import executable_by_all
from tests.support.owner import ask, is_postgres, new_cluster_in, owner


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return new_cluster_in(tmp_path_factory.mktemp("my data"))


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
        assert is_postgres(pid)
        process.kill()
    deadline = time.monotonic() + 10
    while is_postgres(pid) and time.monotonic() < deadline:
        time.sleep(0.02)

    assert not is_postgres(pid)


async def test_a_crash_of_the_server_loses_nothing(folder: Path) -> None:
    with owner(folder) as (process, url, pid, _):
        await ask(url, "DROP TABLE IF EXISTS kept", "CREATE TABLE kept (n int)", "INSERT INTO kept VALUES (9)")
        os.kill(pid, signal.SIGKILL)
        process.kill()
    with EmbeddedPostgres.start(folder) as server:
        assert await ask(server.url, "SELECT n FROM kept") == 9


def test_ctrl_c_reaches_the_owner_first_and_the_server_through_it(folder: Path) -> None:
    with owner(folder) as (process, _, pid, _):
        os.killpg(process.pid, signal.SIGINT)
        seen, _ = process.communicate(timeout=60)

        assert (seen, process.returncode) == ("alive\n", 0)
        assert not is_postgres(pid)


def test_a_folder_in_use_is_reported_with_its_process(folder: Path) -> None:
    with owner(folder) as (process, *_), pytest.raises(FolderInUse, match=f"another taskapi .process {process.pid}."):
        EmbeddedPostgres.start(folder)
    with EmbeddedPostgres.start(folder), pytest.raises(FolderInUse, match=f"process {os.getpid()}"):
        EmbeddedPostgres.start(folder)


def test_a_lock_file_with_the_id_of_an_unrelated_process_is_ignored(folder: Path) -> None:
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


async def test_a_manually_started_server_is_not_stopped(folder: Path) -> None:
    cluster = folder / "postgres"
    account, program = Account.serving(cluster), executable_by_all(installation_for(cluster)).postgres
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


def test_an_unfinished_cluster_is_deleted(tmp_path: Path) -> None:
    (tmp_path / ".making-a/base").mkdir(parents=True)

    throwaway(tmp_path).stop()

    assert not (tmp_path / ".making-a").exists()
