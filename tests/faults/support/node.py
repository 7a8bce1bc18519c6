"""A PostgreSQL server that can be stopped, killed, frozen, copied and promoted, and comes back on the same port."""

import os
import subprocess
from itertools import count
from pathlib import Path
from signal import SIGCONT, SIGINT, SIGKILL, SIGQUIT, SIGSTOP, Signals
from typing import Self

import asyncpg
from attrs import define, field

from adapters.postgres_server.account import Account
from adapters.postgres_server.installation import bundled
from adapters.postgres_server.program_copy import executable_by_all
from tests.faults.support.processes import all_gone, children, free_port, send_signal
from tests.support.waiting import until

SETTINGS = {
    "unix_socket_directories": "",
    "listen_addresses": "127.0.0.1",
    "shared_buffers": "32MB",
    "max_connections": "100",
    "log_min_messages": "log",
}
LAYOUT = ("--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync")
FAST, IMMEDIATE = SIGINT, SIGQUIT
"""Modes of shutdown: throw everybody out and write all to disk; or just stop, and recover at the next start."""


def programs() -> Path:
    """Where PostgreSQL's programs are: in `TEST_POSTGRES_PROGRAMS`, or else the newest that is bundled."""
    if folder := os.environ.get("TEST_POSTGRES_PROGRAMS"):
        return Path(folder)
    versions = bundled()
    return executable_by_all(versions[max(versions)]).programs


@define(eq=False)
class Node:
    """A durable server in a folder, reachable at a port of 127.0.0.1."""

    folder: Path
    settings: dict[str, str] = field(factory=dict)
    port: int = field(factory=free_port)
    account: Account = field(factory=Account.named)
    _process: "subprocess.Popen[bytes] | None" = field(default=None, init=False)

    @classmethod
    def made_in(cls, folder: Path, *, wal: Path | None = None, **settings: str) -> Self:
        """A new one, not yet started; its write-ahead log may lie in another folder."""
        node = cls(folder, settings)
        elsewhere = [f"--waldir={node._prepared(wal)}"] if wal else []
        node._prepared(folder)
        node._run("initdb", *elsewhere, *LAYOUT)
        return node

    def copy(self, folder: Path, name: str) -> "Node":
        """A replica of this one, not yet started, that follows it under a name."""
        replica = Node(folder, dict(self.settings))
        replica.settings["primary_conninfo"] = f"host=127.0.0.1 port={self.port} user=postgres application_name={name}"
        replica._prepared(folder)
        replica._run(
            "pg_basebackup", f"--dbname={self.url()}", "--write-recovery-conf", "--checkpoint=fast", "--no-sync"
        )
        return replica

    def url(self, database: str = "postgres") -> str:
        """For every client."""
        return f"postgresql://postgres@127.0.0.1:{self.port}/{database}"

    async def start(self) -> None:
        """Start it and wait until it answers."""
        self.launch()
        await until(self.answers, within=60)

    def launch(self) -> None:
        """Start it."""
        settings = {**SETTINGS, **self.settings, "port": str(self.port)}
        options = [f"--{name}={value}" for name, value in settings.items()]
        with (self.folder.parent / f"{self.folder.name}.log").open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603 - a fixed program
                self._command("postgres", f"-D{self.folder}", *options),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    async def stop(self, how: Signals = FAST) -> None:
        """Shut it down."""
        send_signal([self.pid], how)
        await until(lambda: not self.runs, within=30)

    async def kill(self) -> None:
        """`kill -9`, all its processes at one moment: what a crash of the machine looks like to its clients."""
        everyone = self.processes()
        send_signal(everyone, SIGKILL)
        await all_gone(everyone)
        await until(lambda: not self.runs)

    def freeze(self) -> None:
        """Stop all its processes where they are; connections stay open and nothing answers."""
        send_signal(self.processes(), SIGSTOP)

    def thaw(self) -> None:
        """Let them go on."""
        send_signal(self.processes(), SIGCONT)

    def promote(self) -> None:
        """Make a replica the primary."""
        self._run("pg_ctl", "promote", "--no-wait")

    def processes(self) -> list[int]:
        """The server and its children."""
        return [self.pid, *children(self.pid)]

    @property
    def pid(self) -> int:
        if self._process is None:
            raise ValueError("the server has not been started")
        return self._process.pid

    @property
    def runs(self) -> bool:
        """Whether it was started and has not ended."""
        return self._process is not None and self._process.poll() is None

    async def answers(self) -> bool:
        """Return whether a client can connect."""
        if not self.runs:
            raise RuntimeError(f"PostgreSQL has ended, see the log beside {self.folder}")
        try:
            await self.ask("SELECT 1")
        except (OSError, asyncpg.CannotConnectNowError):
            return False
        return True

    async def ask(self, statement: str, database: str = "postgres") -> object:
        """The first value of the answer to a statement, on a connection of its own."""
        connection = await asyncpg.connect(self.url(database), timeout=5)
        try:
            return await connection.fetchval(statement)
        finally:
            await connection.close()

    async def end(self) -> None:
        """Leave nothing behind."""
        if self.runs:
            self.thaw()
            await self.kill()

    def _run(self, program: str, *arguments: str) -> None:
        command = self._command(program, *arguments, f"--pgdata={self.folder}")
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - a fixed program
        if done.returncode:
            raise RuntimeError(f"{program}: {done.stderr}")

    def _prepared(self, folder: Path) -> Path:
        folder.mkdir(exist_ok=True, mode=0o700)
        self.account.own(folder)
        return folder

    def _command(self, program: str, *arguments: str) -> list[str]:
        return self.account.command(programs() / program, *arguments, reaching=self.folder)


_databases = count(1)


async def new_database(node: Node) -> str:
    """The URL of an empty database."""
    name = f"taskapi_{next(_databases)}"
    await node.ask(f"CREATE DATABASE {name}")
    return node.url(name)
