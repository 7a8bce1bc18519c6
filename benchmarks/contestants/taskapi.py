"""Ours, as shipped: every check, the access log and the limit for each user are on."""

import http.client
import json
import os
import platform
import re
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks.contestants.contestant import BENCHMARKS, environment
from benchmarks.contestants.installation import python_installed_once
from benchmarks.errors import BenchmarkError
from benchmarks.load.cluster import Cluster
from benchmarks.load.crowd import DESCRIPTION, PRIORITIES, TITLE, Crowd, Population
from benchmarks.load.running import serving

PASSWORD = "measured beside its peers"
BATCH = 200
FEW = 10
"""Accounts that one address may register without meeting a limit."""
NO_RATE_LIMIT = {"RATE_LIMIT_PER_USER": "0"}
"""Where one user does what in life many do; the comparison runs with the limit, which 200 users do not meet."""
ROOM_FOR_ALL = {"MAX_IN_FLIGHT": "1000"}
"""Where it is measured what a thousand requests at a time cost, of which some would be refused."""
PARTS = ("litestar", "httptools", "asyncpg", "msgspec", "uvloop")


class Taskapi:
    name = "taskapi"
    title = "taskapi"
    notes = (
        "as shipped: as many processes as workers and a supervisor; each worker has two connections for reads, two for "
        "searches, two for commits and two for itself"
    )
    warm_up = 0
    folder = BENCHMARKS.parent
    home = BENCHMARKS / ".peers" / "taskapi"
    lock = folder / "deploy" / "requirements.lock"
    """What production installs, without what developing takes."""
    program = (home / "bin" / "python", "-m", "entrypoints.cli")

    def missing(self) -> str:
        return ""

    def install(self) -> None:
        python_installed_once(self.home, self.lock)

    def versions(self) -> Mapping[str, str]:
        locked = dict(re.findall(r"^(\S+)==(\S+)", self.lock.read_text(), re.MULTILINE))
        ours = {"python": platform.python_version(), "taskapi": version("taskapi")}
        return {**ours, **{part: locked[part] for part in PARTS}}

    def populate(self, cluster: Cluster, database: str, crowd: Crowd) -> Population:
        """Through the front admission: accounts, sessions and tasks are made by the service itself."""
        cluster.create(database)
        url = cluster.url(database)
        settings = environment(url, port=8080, workers=1)
        done = subprocess.run(
            [*self.program, "migrate"],
            cwd=self.folder,
            env={**os.environ, **settings},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise BenchmarkError(f"taskapi migrate failed: {done.stderr.strip() or done.stdout.strip()}")
        with serving(self, url, workers=2, others=NO_RATE_LIMIT) as contestant:
            admission = _Server(contestant.port)
            tokens = tuple(_accounts(cluster, database, admission, crowd))
            tasks = tuple(
                (user, task) for user, token in enumerate(tokens) for task in admission.tasks(token, crowd.tasks_each)
            )
        cluster.settle(database)
        return Population(tokens, tasks)

    def command(self, port: int, workers: int) -> Sequence[str | Path]:
        """Port and number of workers come from the environment."""
        del port, workers
        return [*self.program, "serve"]


def _accounts(cluster: Cluster, database: str, admission: "_Server", crowd: Crowd) -> Iterator[str]:
    """Register and log in everybody; yield their tokens."""
    for user in range(crowd.users):
        if user % FEW == 0:
            # So many people do not come from one address; the limits on that stay on, what they have counted is undone.
            cluster.run(database, "DELETE FROM allowances")
        yield admission.account(crowd.email(user))


class _Server:
    """The API as a client sees it."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def account(self, email: str) -> str:
        """Register and log in; return the token."""
        credentials = {"email": email, "password": PASSWORD}
        self._post("/api/v1/auth/register", credentials)
        token: str = self._post("/api/v1/auth/login", credentials)["token"]
        return token

    def tasks(self, token: str, count: int) -> Iterator[str]:
        """Make tasks in batches; yield their ids."""
        for first in range(0, count, BATCH):
            operations = [
                {
                    "op": "create",
                    "task": {
                        "title": TITLE.format(number=number),
                        "description": DESCRIPTION,
                        "priority": PRIORITIES[number % len(PRIORITIES)],
                    },
                }
                for number in range(first, min(first + BATCH, count))
            ]
            answer = self._post("/api/v1/tasks/batch", {"atomic": True, "operations": operations}, token)
            for result in answer["results"]:
                yield result["task"]["id"]

    def _post(self, path: str, body: object, token: str = "") -> dict[str, Any]:
        headers = {"Content-Type": "application/json"}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        self.connection.request("POST", path, json.dumps(body), headers)
        answer = self.connection.getresponse()
        content = answer.read()
        if answer.status not in {200, 201}:
            raise BenchmarkError(f"taskapi answered {answer.status} to POST {path}: {content[:300]!r}")
        decoded: dict[str, Any] = json.loads(content)
        return decoded
