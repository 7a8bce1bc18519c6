"""Three PostgreSQL servers under Patroni, which decide through etcd who leads; a commit waits for a second one."""

import asyncio
import subprocess
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import httpx
from attrs import define, field

from adapters.postgres_server.account import Account
from tests.cluster.programs import installed, killed, launched, postgres_programs, running
from tests.faults.support.processes import free_port
from tests.support.waiting import until

CONFIGURATION = """\
scope: taskapi
name: {name}
restapi: {{listen: "127.0.0.1:{rest}", connect_address: "127.0.0.1:{rest}"}}
etcd3: {{host: "127.0.0.1:{etcd}"}}
bootstrap:
  dcs:
    # The smallest that Patroni takes: how long the leader may be silent.
    ttl: 20
    loop_wait: 2
    retry_timeout: 3
    synchronous_mode: true
    postgresql:
      use_pg_rewind: false
      parameters: {{max_connections: 100, shared_buffers: 32MB, wal_level: replica}}
  initdb: [encoding: UTF8, locale: C]
  pg_hba: ["host all all 127.0.0.1/32 trust", "host replication all 127.0.0.1/32 trust", "local all all trust"]
postgresql:
  listen: "127.0.0.1:{port}"
  connect_address: "127.0.0.1:{port}"
  data_dir: {folder}/{name}
  bin_dir: {programs}
  pgpass: {folder}/{name}.pgpass
  parameters: {{unix_socket_directories: ""}}
  authentication:
    superuser: {{username: postgres, password: of-no-use}}
    replication: {{username: replicator, password: of-no-use}}
"""


@define(eq=False)
class Member:
    """One server and its Patroni."""

    name: str
    folder: Path
    etcd: int
    port: int = field(factory=free_port)
    rest: int = field(factory=free_port)
    process: "subprocess.Popen[bytes] | None" = field(default=None, init=False)

    def start(self) -> None:
        """Start Patroni, which starts PostgreSQL."""
        file = self.folder / f"{self.name}.yaml"
        facts = {"name": self.name, "rest": self.rest, "etcd": self.etcd, "port": self.port, "folder": self.folder}
        file.write_text(CONFIGURATION.format(**facts, programs=postgres_programs()), encoding="ascii")
        self.process = launched(self.folder, self.name, installed("patroni", "patroni"), str(file))

    async def kill(self) -> None:
        """`kill -9` of Patroni and PostgreSQL at one moment: the machine is gone."""
        if self.process is not None and self.process.poll() is None:
            # PostgreSQL is no child of Patroni's, so that it can outlive it.
            await killed(self.process, *self.postgres())

    def postgres(self) -> list[int]:
        """The process of PostgreSQL, if it runs."""
        try:
            return [int((self.folder / self.name / "postmaster.pid").read_text(encoding="ascii").split()[0])]
        except FileNotFoundError:
            return []

    async def is_(self, role: str) -> bool:
        """Whether Patroni answers that it is `primary`, `replica`, `synchronous` …"""
        async with httpx.AsyncClient(timeout=2) as http:
            try:
                return (await http.get(f"http://127.0.0.1:{self.rest}/{role}")).is_success
            except httpx.TransportError:
                return False


@define(eq=False)
class Members:
    """All of them."""

    all: list[Member]

    async def leader(self) -> Member | None:
        """Who leads at the moment."""
        leads = await asyncio.gather(*(member.is_("primary") for member in self.all))
        return next((member for member, yes in zip(self.all, leads, strict=True) if yes), None)

    async def have_a_leader(self) -> bool:
        """Whether anybody leads."""
        return await self.leader() is not None

    async def is_synchronous(self) -> bool:
        """Whether a second server confirms every commit."""
        return any(await asyncio.gather(*(member.is_("synchronous") for member in self.all)))

    def url(self, database: str) -> str:
        """Whichever of them can be written to."""
        hosts = ",".join(f"127.0.0.1:{member.port}" for member in self.all)
        return f"postgresql://postgres@{hosts}/{database}?target_session_attrs=read-write"


@asynccontextmanager
async def cluster(folder: Path) -> AsyncIterator[Members]:
    """A cluster as long as the block runs."""
    client, peer = free_port(), free_port()
    Account.named().own(folder)
    etcd = [
        f"--data-dir={folder}/etcd",
        f"--listen-client-urls=http://127.0.0.1:{client}",
        f"--advertise-client-urls=http://127.0.0.1:{client}",
        f"--listen-peer-urls=http://127.0.0.1:{peer}",
        f"--initial-advertise-peer-urls=http://127.0.0.1:{peer}",
        f"--initial-cluster=default=http://127.0.0.1:{peer}",
    ]
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(running(folder, "etcd", installed("etcd", "etcd-server"), *etcd, port=client))
        members = Members([Member(f"member{number}", folder, client) for number in range(3)])
        for member in members.all:
            stack.push_async_callback(member.kill)
            member.start()
        await until(members.have_a_leader, within=90)
        await until(members.is_synchronous, within=90)
        yield members
