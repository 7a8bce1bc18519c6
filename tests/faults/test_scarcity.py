"""Something runs out: the disk of the database (R25), its connections, our files (R26)."""

import asyncio
import os
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import pytest

from tests.faults.support.figures import Figures
from tests.faults.support.history import Outcome
from tests.faults.support.node import Node, new_database
from tests.faults.support.people import Crowd
from tests.faults.support.processes import cpu_seconds
from tests.faults.support.service import Serve
from tests.faults.support.watched import Watched
from tests.support.waiting import until

pytestmark = pytest.mark.long

MEGABYTE = 1_048_576
FILES, CLIENTS = 128, 500
THROW_OUT = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE usename = "


@pytest.fixture
async def small_disk(tmp_path: Path) -> AsyncIterator[Path]:
    """A disk of 128 MB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    subprocess.run(["/bin/mount", "-t", "tmpfs", "-o", "size=128m,mode=0755", "tmpfs", disk], check=True)  # noqa: ASYNC221, S603
    yield disk
    subprocess.run(["/bin/umount", disk], check=True)  # noqa: ASYNC221, S603


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can make a disk that is full soon")
async def test_a_full_disk_stops_writes_and_nothing_else(
    small_disk: Path, tmp_path: Path, start_service: Serve, crowd: Crowd, figures: Figures
) -> None:
    now = asyncio.get_running_loop().time
    # The write-ahead log lies elsewhere: PostgreSQL stops when it cannot be written.
    node = Node.made_in(small_disk / "postgres", wal=tmp_path / "wal")
    await node.start()
    try:
        service = await start_service(await new_database(node))
        async with Watched.under_traffic(service, crowd) as watched:
            await until(lambda: crowd.history.acknowledged_writes > 100)
            filler = small_disk / "filler"
            fill(filler)
            full = now()
            await until(lambda: len(watched.refusals) > 100, within=60)
            first = watched.refusals[0].at
            reads = [
                answer for answer in crowd.answers() if answer.at > watched.refusals[0].at and answer.status == 200
            ]
            filler.unlink()
            freed = now()
            await until(lambda: now() > freed + 3)

        await watched.verify()
        figures(
            "R25",
            f"full after {first - full:.1f} s: {len(watched.refusals)} writes 503, {len(reads)} reads "
            f"200, {crowd.history.acknowledged_writes:,} acknowledged writes: 0 lost; the last 503 "
            f"{watched.failures_end_after(freed):.2f} s after space was freed",
        )
        assert reads
        assert watched.failures_end_after(freed) <= 2
    finally:
        await node.end()


def fill(file: Path) -> None:
    """Take all the space there is."""
    with file.open("wb", buffering=0) as filler:
        for size in (MEGABYTE, 4096):
            try:
                while filler.write(b"\0" * size):
                    pass
            except OSError:
                continue


async def test_with_too_few_connections_it_does_what_it_can_and_recovers_by_itself(
    start_service: Serve, node: Node, crowd: Crowd, figures: Figures
) -> None:
    now = asyncio.get_running_loop().time
    role = await modest_role(node)
    service = await start_service(node.url(role).replace("postgres@", f"{role}@"))
    async with Watched.under_traffic(service, crowd) as watched:
        await until(lambda: crowd.history.acknowledged_writes > 50)
        await node.ask(f"ALTER ROLE {role} CONNECTION LIMIT 6")
        await node.ask(THROW_OUT + f"'{role}'")
        limited = now()
        await asyncio.sleep(5)
        busy = cpu_seconds(service.workers())
        done = len(crowd.history.with_outcome(Outcome.DONE))
        await asyncio.sleep(1)
        busy = cpu_seconds(service.workers()) - busy
        done = len(crowd.history.with_outcome(Outcome.DONE)) - done
        await node.ask(f"ALTER ROLE {role} CONNECTION LIMIT -1")
        lifted = now()
        await until(lambda: now() > lifted + 2.5)

    await watched.verify()
    figures(
        "R26 connections",
        f"6 instead of 16 connections for {lifted - limited:.0f} s: {len(watched.refusals):,} answers 503, "
        f"{done} calls/s done; the last 503 {watched.failures_end_after(lifted):.2f} s after there were enough",
    )
    assert done > 0
    assert watched.failures_end_after(lifted) <= 2


async def modest_role(node: Node) -> str:
    """Somebody whose connections can be limited, and a database of the same name."""
    name = f"modest_{uuid4().hex}"
    await node.ask(f"CREATE ROLE {name} LOGIN")
    await node.ask(f"CREATE DATABASE {name} OWNER {name}")
    return name


async def test_with_too_few_files_it_neither_dies_nor_spins_and_recovers(
    start_service: Serve, crowd: Crowd, figures: Figures
) -> None:
    service = await start_service(max_files=FILES)
    person = await crowd.sign_up(service.port)
    workers = service.workers()
    idle: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []
    try:
        idle += [await asyncio.open_connection("127.0.0.1", service.port) for _ in range(CLIENTS)]
        busy = cpu_seconds(workers)
        await asyncio.sleep(1)
        busy = cpu_seconds(workers) - busy
    finally:
        for _, writer in idle:
            writer.transport.abort()
    seconds = await until(service.is_ready)

    figures(
        "R26 files",
        f"{CLIENTS} connections for workers with {FILES} files each: the same workers, {busy:.0%} of a CPU, "
        f"ready {seconds:.2f} s after the clients had left",
    )
    assert service.workers() == workers
    assert (await person.create(crowd.history.fresh_title())).outcome is Outcome.DONE
    assert seconds <= 2
    assert busy < 0.5
