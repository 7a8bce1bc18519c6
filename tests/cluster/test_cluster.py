"""The leader of a cluster is killed under load: another takes over, and nothing that was acknowledged is lost."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import asyncpg
import pytest

from adapters.postgres.connection.connection import PLANS
from tests.cluster.members import Members, cluster
from tests.cluster.pooling import pgbouncer, pooled, version_of
from tests.faults.support.figures import Figures
from tests.faults.support.history import Outcome
from tests.faults.support.people import Crowd
from tests.faults.support.service import Service
from tests.faults.support.watched import Watched
from tests.support.waiting import until

pytestmark = pytest.mark.cluster

WRITES = 500
LIMITS = (
    ("statement_timeout", "3s"),
    ("lock_timeout", "1s"),
    ("idle_in_transaction_session_timeout", "5s"),
    *PLANS.items(),
)
AT_MOST = 60.0
"""Seconds without a leader: Patroni waits for 20, then the others agree."""


@pytest.fixture
async def members(tmp_path: Path) -> AsyncIterator[Members]:
    async with cluster(tmp_path) as members:
        leader = await members.leader()
        assert leader is not None
        connection = await asyncpg.connect(f"postgresql://postgres@127.0.0.1:{leader.port}/postgres")
        await connection.execute("CREATE DATABASE taskapi")
        await connection.execute("CREATE DATABASE taskapi_direct")
        # What PgBouncer does not pass on.
        for name, value in LIMITS:
            await connection.execute(f"ALTER ROLE postgres IN DATABASE taskapi SET {name} = '{value}'")
        await connection.close()
        yield members


async def test_the_leader_dies_and_nothing_acknowledged_is_lost(tmp_path: Path, members: Members) -> None:
    now = asyncio.get_running_loop().time
    async with AsyncExitStack() as stack:
        urls = {
            "PgBouncer and HAProxy": await stack.enter_async_context(pooled(tmp_path, members)),
            "all hosts in DATABASE_URL": members.url("taskapi_direct"),
        }
        watched = {}
        for way, url in urls.items():
            service = Service(tmp_path, url)
            stack.push_async_callback(service.end)
            await service.start()
            crowd = Crowd()
            stack.push_async_callback(crowd.leave)
            watched[way] = (service, crowd)
        async with AsyncExitStack() as traffic:
            seen = {
                way: await traffic.enter_async_context(Watched.under_traffic(service, crowd, clients=4))
                for way, (service, crowd) in watched.items()
            }
            await until(lambda: all(one.crowd.history.acknowledged_writes > WRITES for one in seen.values()), within=60)
            old = await members.leader()
            assert old is not None
            killed = now()
            await old.kill()
            await until(lambda: _led_by_another(members, old.name), within=AT_MOST)
            led = now()
            at_that_time = {way: one.crowd.history.acknowledged_writes for way, one in seen.items()}
            await until(
                lambda: all(
                    one.crowd.history.acknowledged_writes > at_that_time[way] + WRITES for way, one in seen.items()
                ),
                within=AT_MOST,
            )
        version = ".".join(map(str, version_of(pgbouncer())))
        report = Figures.from_environment()
        report("cluster", f"another member led {led - killed:.1f} s after the leader was killed (PgBouncer {version})")
        for way, one in seen.items():
            await one.verify()
            report(way, _summary(one, led))


def _summary(watched: Watched, led: float) -> str:
    slowest = max(answer.seconds for answer in watched.crowd.answers())
    done = watched.crowd.history.with_outcome(Outcome.DONE)
    first = min(call.began for call in done if call.titles and call.began > led)
    return (
        f"0 of {watched.crowd.history.acknowledged_writes:,} acknowledged writes lost, "
        f"{len(watched.refusals):,} answers 503, slowest {slowest:.2f} s, "
        f"first write {first - led:.2f} s after another led"
    )


async def _led_by_another(members: Members, name: str) -> bool:
    leader = await members.leader()
    return leader is not None and leader.name != name
