"""The primary dies for good and its replica takes over (R10)."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from signal import SIGCONT, SIGSTOP, SIGTERM

import pytest

from tests.faults.support.figures import Figures
from tests.faults.support.history import Outcome
from tests.faults.support.node import Node
from tests.faults.support.people import Crowd
from tests.faults.support.processes import children, command_of, send_signal
from tests.faults.support.service import Serve
from tests.faults.support.verdict import Kind, violations
from tests.faults.support.watched import Watched
from tests.support.waiting import until

pytestmark = pytest.mark.long

Pair = Callable[..., Awaitable[tuple[Node, Node]]]
NAME = "replica"


@pytest.fixture
async def start_pair(tmp_path: Path) -> AsyncIterator[Pair]:
    """Start a primary and its replica; `synchronous` means that a commit waits for both."""
    async with AsyncExitStack() as stack:

        async def start(*, synchronous: bool) -> tuple[Node, Node]:
            names = {"synchronous_standby_names": NAME} if synchronous else {}
            primary = Node.made_in(tmp_path / "primary", wal_level="replica")
            stack.push_async_callback(primary.end)
            await primary.start()
            replica = primary.copy(tmp_path / "replica", NAME)
            stack.push_async_callback(replica.end)
            await replica.start()
            # Only now, or its own start would wait for the replica.
            for name, value in names.items():
                await primary.ask(f"ALTER SYSTEM SET {name} = '{value}'")
            await primary.ask("SELECT pg_reload_conf()")
            await until(lambda: _follows(primary, "sync" if synchronous else "async"))
            return primary, replica

        yield start


async def _follows(primary: Node, how: str) -> bool:
    return await primary.ask("SELECT sync_state FROM pg_stat_replication") == how


def either(*nodes: Node, database: str) -> str:
    """The URL of whichever node can be written to."""
    hosts = ",".join(f"127.0.0.1:{node.port}" for node in nodes)
    return f"postgresql://postgres@{hosts}/{database}?target_session_attrs=read-write"


async def fail_over(primary: Node, replica: Node) -> None:
    """What a cluster manager does, as fast as it can be done."""
    await primary.kill()
    replica.promote()
    await until(lambda: _is_primary(replica))


async def _is_primary(node: Node) -> bool:
    return await node.ask("SELECT NOT pg_is_in_recovery()") is True


async def test_a_replica_takes_over_and_nothing_acknowledged_is_lost(
    start_pair: Pair, start_service: Serve, crowd: Crowd, figures: Figures
) -> None:
    now = asyncio.get_running_loop().time
    primary, replica = await start_pair(synchronous=True)
    await primary.ask("CREATE DATABASE taskapi")
    service = await start_service(either(primary, replica, database="taskapi"))
    async with Watched.under_traffic(service, crowd) as watched:
        await until(lambda: crowd.history.acknowledged_writes > 200)
        killed = now()
        await fail_over(primary, replica)
        promoted = now()
        await until(lambda: now() > promoted + 2.5)

    acknowledged = [call for call in crowd.history.with_outcome(Outcome.DONE) if call.titles]
    await watched.verify()
    figures(
        "R10",
        f"primary killed, replica promoted {promoted - killed:.2f} s later: 0 of {len(acknowledged):,} acknowledged "
        f"writes lost; {len(watched.refusals):,} answers 503, the last one "
        f"{watched.failures_end_after(promoted):.2f} s after the promotion",
    )
    assert watched.failures_end_after(promoted) <= 2
    assert watched.unready_after(promoted) <= 2
    assert max(call.began for call in acknowledged) > promoted


async def test_a_replica_that_lags_loses_writes_and_the_checker_sees_it(
    start_pair: Pair, start_service: Serve, crowd: Crowd
) -> None:
    """Why replication must be synchronous, and that the test above could fail."""
    primary, replica = await start_pair(synchronous=False)
    await primary.ask("CREATE DATABASE taskapi")
    service = await start_service(either(primary, replica, database="taskapi"))
    async with Watched.under_traffic(service, crowd) as watched:
        await until(lambda: crowd.history.acknowledged_writes > 50)
        receiver = [pid for pid in children(replica.pid) if b"walreceiver" in command_of(pid)]
        send_signal(receiver, SIGSTOP)
        seen = crowd.history.acknowledged_writes
        await until(lambda: crowd.history.acknowledged_writes > seen + 50)
        await primary.kill()
        # It ends before it reads what has arrived meanwhile.
        send_signal(receiver, SIGTERM)
        send_signal(receiver, SIGCONT)
        replica.promote()
        await until(lambda: _is_primary(replica))
        await until(watched.service.is_ready)

    found = violations(crowd.history, await watched.person.everything())
    assert Kind.LOST in {violation.kind for violation in found}
