"""`python -m benchmarks.listeners`: what idle listeners cost a process, and how soon they see others' changes."""

import asyncio
import http.client
import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median, quantiles
from uuid import uuid4

import click
from attrs import frozen

from benchmarks.contestants.contestant import environment
from benchmarks.contestants.taskapi import NO_RATE_LIMIT, Taskapi
from benchmarks.errors import BenchmarkError
from benchmarks.load import cluster as postgres
from benchmarks.load.cluster import Cluster
from benchmarks.load.listening import Listening, listen
from benchmarks.load.processes import PROC, cpu_seconds, family
from benchmarks.load.running import RunningContestant, serving
from benchmarks.report.machine import Machine
from domain.accounts.personal_access_token import TokenSecret
from domain.ids import TokenId, UserId

DATABASE = "listeners"
SETTLE = 3.0
"""Seconds before something is measured."""
MOST_MIB, MOST_CPU = 40, 0.02
"""The targets."""
MIB = 1024 * 1024


class OfThisFolder(Taskapi):
    """The code of this folder in the environment that runs the benchmark."""

    program = (Path(sys.executable), "-m", "entrypoints.cli")


@frozen
class Cost:
    """Of a process with listeners."""

    rss_before: int
    rss_after: int
    cpu_before: float
    """Share of a processor, without listeners."""
    cpu_after: float
    heartbeats: int

    def __str__(self) -> str:
        grown = (self.rss_after - self.rss_before) / MIB
        met = "met" if grown <= MOST_MIB and self.cpu_after < MOST_CPU else "NOT MET"
        return (
            f"RSS {self.rss_before / MIB:.1f} -> {self.rss_after / MIB:.1f} MiB (+{grown:.1f}), "
            f"CPU {self.cpu_before:.2%} -> {self.cpu_after:.2%} of a core, {self.heartbeats:,} heartbeats; "
            f"target +{MOST_MIB} MiB and {MOST_CPU:.0%}: {met}"
        )


@click.command(context_settings={"show_default": True})
@click.option("--listeners", type=click.IntRange(1), default=2_000)
@click.option("--users", type=click.IntRange(1), multiple=True, default=(100, 2_000), help="May be repeated.")
@click.option("--seconds", type=click.IntRange(1), default=60, help="How long the listeners are idle.")
@click.option("--changes", type=click.IntRange(10), default=300, help="Made by the other process.")
@click.option("--postgres", "programs", type=click.Path(exists=True, path_type=Path), help="Its programs' folder.")
def main(listeners: int, users: tuple[int, ...], seconds: int, changes: int, programs: Path | None) -> None:
    """Measure idle listeners of one process, and the delay of changes that another process commits."""
    print(Machine.here())
    try:
        with postgres.running(programs) as cluster:
            for count in users:
                tokens = prepared(cluster, count)
                everyone = [tokens[number % count] for number in range(listeners)]
                url = cluster.url(DATABASE)
                print(f"{listeners:,} listeners of {count:,} users, idle for {seconds} s:", flush=True)
                with (
                    serving(OfThisFolder(), url, others=NO_RATE_LIMIT) as here,
                    serving(OfThisFolder(), url, others=NO_RATE_LIMIT) as there,
                ):
                    asyncio.run(measured(here, there, everyone, seconds, changes))
    except BenchmarkError as error:
        sys.exit(f"No result. {error}")


def prepared(cluster: Cluster, users: int) -> list[str]:
    """Make a database with users, and return a personal access token of each."""
    cluster.create(DATABASE)
    settings = {**os.environ, **environment(cluster.url(DATABASE), port=8080, workers=1)}
    command: list[str | Path] = [*OfThisFolder.program, "migrate"]
    subprocess.run(command, cwd=OfThisFolder.folder, env=settings, check=True, capture_output=True)
    secrets = [
        TokenSecret(user_id=UserId(uuid4()), token_id=TokenId(uuid4()), secret=os.urandom(32)) for _ in range(users)
    ]
    cluster.run(DATABASE, "\n".join(rows(secrets)))
    cluster.settle(DATABASE)
    return [secret.text for secret in secrets]


def rows(secrets: list[TokenSecret]) -> Iterator[str]:
    """The statements that insert users and their tokens."""
    now = datetime.now(UTC)
    for number, secret in enumerate(secrets):
        yield (
            "INSERT INTO users (id, email, password_hash, created_at, version)"
            f" VALUES ('{secret.user_id}', 'person{number}@example.org', '-', '{now}', 1);"
            "INSERT INTO personal_access_tokens"
            " (user_id, id, name, scopes, created_at, expires_at, last_used_at, digest, version)"
            f" VALUES ('{secret.user_id}', '{secret.token_id}', 'listener', 'tasks:read tasks:write',"
            f" '{now}', '{now + timedelta(days=1)}', '{now}', '\\x{secret.digest.hex()}', 1);"
        )


async def measured(
    here: RunningContestant, there: RunningContestant, tokens: list[str], seconds: int, changes: int
) -> None:
    """Print what the listeners cost the first process, and how long changes by the second one take."""
    for each in await listen(here.port, tokens[:1]):
        each.close()  # everything is loaded now
    await asyncio.sleep(SETTLE)
    rss_before, cpu_before = rss(here.pid), await cpu_share(here.pid, min(seconds, 20))
    listening = await listen(here.port, tokens)
    await asyncio.sleep(SETTLE)
    cpu_after = await cpu_share(here.pid, seconds)
    beats = sum(each.heartbeats for each in listening)
    print(f"  {Cost(rss_before, rss(here.pid), cpu_before, cpu_after, beats)}", flush=True)
    print(f"  {await delays(there.port, listening, changes)}", flush=True)
    if any(each.lost for each in listening):
        raise BenchmarkError(f"{sum(each.lost for each in listening)} streams were lost: {here.last_words()}")
    for each in listening:
        each.close()
    await asyncio.sleep(1)


def rss(pid: int) -> int:
    """Resident memory of a process and its children."""
    lines = ((PROC / str(member) / "status").read_text().splitlines() for member in family(pid))
    return sum(int(line.split()[1]) * 1024 for status in lines for line in status if line.startswith("VmRSS:"))


async def cpu_share(pid: int, seconds: float) -> float:
    """Return how much of a processor a process and its children use."""
    began, used = time.perf_counter(), cpu_seconds(pid)
    await asyncio.sleep(seconds)
    return (cpu_seconds(pid) - used) / (time.perf_counter() - began)


async def delays(port: int, listening: list[Listening], changes: int) -> str:
    """Create tasks through another process; return how much later than its answers the events come."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    numbers: dict[str, int] = {}
    found = []
    for _ in range(changes):
        listener = random.choice(listening)
        number = numbers[listener.token] = numbers.get(listener.token, 0) + 1
        acknowledged = await asyncio.to_thread(create, connection, listener.token)
        found.append((await listener.arrival(number) - acknowledged) * 1000)
        await asyncio.sleep(random.uniform(0, 0.2))
    return (
        f"{changes} changes committed by the other process arrive after {median(found):.0f} ms (median), "
        f"{quantiles(found, n=100)[-1]:.0f} ms (p99), {max(found):.0f} ms (slowest)"
    )


def create(connection: http.client.HTTPConnection, token: str) -> float:
    """Create a task; return when the answer came."""
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {token}"}
    connection.request("POST", "/api/v1/tasks", json.dumps({"title": "new"}), headers)
    answer = connection.getresponse()
    came = time.perf_counter()
    if answer.status != http.client.CREATED:
        raise BenchmarkError(f"POST /tasks: {answer.status} {answer.read()!r}")
    answer.read()
    return came


if __name__ == "__main__":
    main()
