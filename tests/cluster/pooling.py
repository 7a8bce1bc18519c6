"""The way to the leader: PgBouncer, as `deploy/pgbouncer.ini` has it, and HAProxy, which asks Patroni who leads."""

import os
import re
import subprocess
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from tests.cluster.members import Members
from tests.cluster.programs import installed, running
from tests.faults.support.processes import free_port
from tests.support.repository import ROOT

POOLER = ROOT / "deploy/pgbouncer.ini"
KNOWS_STATEMENTS = (1, 21)
"""The first PgBouncer that carries prepared statements in transaction mode."""

HAPROXY = """\
global
    maxconn 500
defaults
    mode tcp
    timeout connect 2s
    timeout client 1h
    timeout server 1h
    timeout check 2s
listen leader
    bind 127.0.0.1:{port}
    option httpchk GET /primary
    http-check expect status 200
    default-server inter 500ms fall 2 rise 1 on-marked-down shutdown-sessions
"""


@asynccontextmanager
async def pooled(folder: Path, members: Members) -> AsyncIterator[str]:
    """The URL of the database `taskapi` by way of both, as long as the block runs."""
    leader, pooler = free_port(), free_port()
    balancer = folder / "haproxy.cfg"
    servers = "".join(f"    server {one.name} 127.0.0.1:{one.port} check port {one.rest}\n" for one in members.all)
    balancer.write_text(HAPROXY.format(port=leader) + servers, encoding="ascii")
    users = folder / "userlist.txt"
    users.write_text('"postgres" ""\n', encoding="ascii")
    program = pgbouncer()
    configuration = folder / "pgbouncer.ini"
    configuration.write_text(_configuration(program, leader, pooler, users), encoding="utf-8")
    async with AsyncExitStack() as stack:
        haproxy = running(folder, "haproxy", installed("haproxy", "haproxy"), "-db", "-f", str(balancer), port=leader)
        await stack.enter_async_context(haproxy)
        await stack.enter_async_context(running(folder, "pgbouncer", program, str(configuration), port=pooler))
        yield f"postgresql://postgres@127.0.0.1:{pooler}/taskapi"


def _configuration(program: Path, leader: int, port: int, users: Path) -> str:
    here = {
        "port=5432": f"port={leader}",
        "listen_port = 6432": f"listen_port = {port}\nunix_socket_dir =",
        "auth_type = scram-sha-256": "auth_type = trust",
        "/etc/pgbouncer/userlist.txt": str(users),
    }
    if version_of(program) < KNOWS_STATEMENTS:
        # Then a connection belongs to one client as long as the client stays: all else is as in the file.
        here |= {"pool_mode = transaction": "pool_mode = session", "max_prepared_statements = 1024": ""}
    text = POOLER.read_text(encoding="utf-8")
    for theirs, ours in here.items():
        if theirs not in text:
            raise ValueError(f"{theirs} is not in {POOLER}")
        text = text.replace(theirs, ours)
    return text


def pgbouncer() -> Path:
    """The program that `PGBOUNCER` names, or else the system's; raises `FileNotFoundError`."""
    return Path(os.environ["PGBOUNCER"]) if "PGBOUNCER" in os.environ else installed("pgbouncer", "pgbouncer")


def version_of(program: Path) -> tuple[int, ...]:
    """Major and minor version of PgBouncer."""
    output = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout  # noqa: S603 - fixed
    return tuple(map(int, re.findall(r"\d+", output)[:2]))
