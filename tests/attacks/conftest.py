"""A real server with two workers and embedded PostgreSQL, under attack, beside a client that uses it."""

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from attrs import define

from tests.faults.support.processes import children, command_of
from tests.support.person import Person
from tests.support.repository import ROOT
from tests.support.server import Server, serving
from tests.support.suites import deselect_unless_asked

TASKS_OF_THE_ATTACKER = 20_000
BATCH = 200


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "attacks: takes minutes; runs when asked for (make test-attacks)")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    deselect_unless_asked("attacks", config, items)


@define(eq=False)
class Scene:
    """A server, the token of an attacker who has an account, and the task that a bystander reads."""

    server: Server
    attacker: str
    bystander: str
    path: str

    def memory(self) -> int:
        """Return the resident memory of the largest worker, in bytes."""
        workers = [pid for pid in children(self.server.process.pid) if b"serve" in command_of(pid)]
        return max(int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]) * 4_096 for pid in workers)

    @asynccontextmanager
    async def attack(self, connections: int, seconds: float, *names: str) -> AsyncIterator[None]:
        """Inside the block, an attack runs in a process of its own; leaving the block waits for its end."""
        arguments = [str(self.server.port), str(connections), str(seconds), self.attacker, *names]
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.attacks.attacker", *arguments), cwd=ROOT, stdout=subprocess.DEVNULL
        )
        try:
            yield
        finally:
            assert await process.wait() == 0


@pytest.fixture(scope="session")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    settings = {"SERVER_WORKERS": "2", "RATE_LIMIT_PER_USER": "0", "LOG_LEVEL": "warning"}
    with serving(tmp_path_factory.mktemp("attacked"), **settings) as server, server.client() as client:
        bystander = Person.register(client)
        path = f"/api/v1/tasks/{bystander.create_task('Mine')['id']}"
        attacker = Person.register(client)
        for first in range(0, TASKS_OF_THE_ATTACKER, BATCH):
            tasks = [{"title": f"aa ba ca da ea fa ga ha ia ja {first + number}"} for number in range(BATCH)]
            operations = [{"op": "create", "task": task} for task in tasks]
            attacker.client.post("/tasks/batch", json={"atomic": True, "operations": operations}).raise_for_status()
        yield Scene(server, attacker.tokens["token"], bystander.tokens["token"], path)
