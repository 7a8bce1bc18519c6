"""What a change costs: two checkouts side by side, by turns, `python -m benchmarks.releases OLD NEW`.

Each is a folder with an environment in `.venv`. The figures are ratios of requests per second within a round.
"""

import argparse
import json
import os
import re
import signal
import statistics
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

SCRIPT = Path(__file__).parent / "load" / "releases.lua"
SCENARIOS = {
    "list": ("list", "list"),
    "filter": ("filter", "filter"),
    "manual order": ("list", "position"),
    "filter by label, project and day": ("filter", "organised"),
    "create": ("create", "create"),
    "edit": ("edit", "edit"),
}
"""By title: what each release is asked for. What the old one does not have is compared with what is most like it."""
BATCH = 200
"""Tasks that one request creates."""
START_TIMEOUT = 60.0
SETTINGS = {"SERVER_WORKERS": "1", "RATE_LIMIT_PER_USER": "0", "REGISTRATIONS_PER_ADDRESS": "1000000"}
PASSWORD = "nine herons read maps"
PRIORITIES = ("low", "medium", "high", "critical")
SAMPLE = 200
"""Tasks of each user that are edited."""


@contextmanager
def served(tree: Path, folder: Path, port: int) -> Iterator[None]:
    folder.chmod(0o755)
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(
            [tree / ".venv/bin/taskapi", "serve"],
            cwd=folder,
            env={**os.environ, **SETTINGS, "SERVER_PORT": str(port)},
            stdout=log,
            stderr=log,
        )
        try:
            wait_until_ready(port)
            yield
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(60)


def wait_until_ready(port: int) -> None:
    end = time.monotonic() + START_TIMEOUT
    while time.monotonic() < end:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/health/ready")
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit(f"nothing is ready on port {port}")


def ask(port: int, path: str, body: Any, token: str = "") -> Any:
    headers = {"Content-Type": "application/json", **({"Authorization": f"Bearer {token}"} if token else {})}
    request = urllib.request.Request(f"http://127.0.0.1:{port}/api/v1{path}", json.dumps(body).encode(), headers)
    return json.load(urllib.request.urlopen(request))


def users_of(port: int, count: int, tasks: int) -> Iterator[str]:
    """Create users with so many tasks each; yield the token of each and the ids of some of its tasks."""
    for number in range(count):
        credentials = {"email": f"user{number}@example.com", "password": PASSWORD}
        ask(port, "/auth/register", credentials)
        token = ask(port, "/auth/login", credentials)["token"]
        ids = [each for size in batches(tasks) for each in created(port, token, size)]
        yield " ".join([token, *ids[:SAMPLE]])


def batches(tasks: int) -> Iterator[int]:
    """Yield the sizes of the batches that create so many tasks."""
    for first in range(0, tasks, BATCH):
        yield min(BATCH, tasks - first)


def created(port: int, token: str, count: int) -> list[str]:
    """Create tasks and return their ids."""
    operations = [
        {"op": "create", "task": {"title": f"Task number {number}", "priority": PRIORITIES[number % 4]}}
        for number in range(count)
    ]
    answer = ask(port, "/tasks/batch", {"atomic": True, "operations": operations}, token)
    return [result["task"]["id"] for result in answer["results"]]


def requests_per_second(port: int, users: Path, scenario: str, connections: int, seconds: int) -> float:
    done = subprocess.run(
        ["wrk", "-t1", f"-c{connections}", f"-d{seconds}", "-s", SCRIPT, f"http://127.0.0.1:{port}"],
        env={**os.environ, "RELEASES_USERS": str(users), "RELEASES_SCENARIO": scenario},
        capture_output=True,
        text=True,
        check=True,
    )
    if "Non-2xx" in done.stdout:
        raise SystemExit(done.stdout)
    found = re.search(r"Requests/sec:\s+([\d.]+)", done.stdout)
    if found is None:
        raise SystemExit(done.stdout + done.stderr)
    return float(found[1])


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.releases", description=__doc__)
    parser.add_argument("old", type=Path)
    parser.add_argument("new", type=Path)
    parser.add_argument("--users", type=int, default=32)
    parser.add_argument("--tasks", type=int, default=6_400, help="of all users together")
    parser.add_argument("--connections", type=int, default=32)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seconds", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as made, ExitStack() as stack:
        Path(made).chmod(0o755)
        contestants = []
        for name, tree, port in (("old", options.old, 8391), ("new", options.new, 8392)):
            folder = Path(made) / name
            folder.mkdir()
            stack.enter_context(served(tree.resolve(), folder, port))
            users = folder / "users"
            users.write_text("\n".join(users_of(port, options.users, options.tasks // options.users)) + "\n")
            contestants.append((port, users))
        for title, scenarios in SCENARIOS.items():
            rates = []
            for number in range(options.rounds):
                turns = list(zip(contestants, scenarios, strict=True))
                found = {
                    port: requests_per_second(port, users, scenario, options.connections, options.seconds)
                    for (port, users), scenario in (turns if number % 2 else turns[::-1])
                }
                rates.append([found[port] for port, _ in contestants])
            old, new = (statistics.median(column) for column in zip(*rates, strict=True))
            ratio = statistics.median(new / old for old, new in rates)
            print(f"{title}: {old:,.0f} -> {new:,.0f} requests/s, ratio {ratio:.2f}, cost {1 / ratio:.2f} times")


if __name__ == "__main__":
    main()
