"""wrk, and what it did to a service."""

import json
import resource
import shutil
import subprocess
from pathlib import Path

from attrs import frozen

from benchmarks.contestants.contestant import BENCHMARKS
from benchmarks.errors import BenchmarkError
from benchmarks.load.cluster import Cluster
from benchmarks.load.processes import cpu_seconds, memory_bytes
from benchmarks.load.running import RunningContestant

SCENARIOS = ("simple", "read", "list", "create", "edit", "mix")
FAILURES = {
    "connect": "connections refused",
    "read": "connections broken while reading",
    "write": "connections broken while writing",
    "status": "answers that were no success",
    "timeout": "answers later than 10 s",
}


@frozen
class Load:
    """One run of wrk: closed loop, `connections` callers who each send the next request after the last answer."""

    scenario: str
    connections: int
    seconds: int
    data: Path
    seed: int = 1
    path: str = "/"


@frozen
class Figures:
    """What one run showed."""

    requests: int
    requests_per_second: float
    p50_ms: float
    p99_ms: float
    application_cpu_us: float
    """Per request, of all processes of the service."""
    database_cpu_us: float
    memory_mib: float
    """Of all processes of the service, right after the load."""


def required() -> None:
    """Raise `BenchmarkError` unless wrk is there and enough files may be open."""
    if not shutil.which("wrk"):
        raise BenchmarkError("wrk is not installed (Debian and Ubuntu: apt-get install wrk; macOS: brew install wrk)")
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < 4096:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(4096, hard), hard))


def put_on(contestant: RunningContestant, load: Load, cluster: Cluster) -> Figures:
    """Load a service; raise `BenchmarkError` if a single request failed."""
    application, database = cpu_seconds(contestant.pid), cpu_seconds(cluster.pid)
    summary = _wrk(contestant, load)
    application, database = cpu_seconds(contestant.pid) - application, cpu_seconds(cluster.pid) - database
    requests = summary["requests"]
    failures = [f"{summary[kind]} {meaning}" for kind, meaning in FAILURES.items() if summary[kind]]
    if failures or not requests:
        raise BenchmarkError(
            f"{contestant.name}, {load.scenario}, {load.connections} connections: "
            f"{', '.join(failures) or 'no answer at all'}; the end of its log:\n{contestant.last_words()}"
        )
    return Figures(
        requests=requests,
        requests_per_second=requests / (summary["microseconds"] / 1e6),
        p50_ms=summary["p50"] / 1e3,
        p99_ms=summary["p99"] / 1e3,
        application_cpu_us=application * 1e6 / requests,
        database_cpu_us=database * 1e6 / requests,
        memory_mib=memory_bytes(contestant.pid) / 2**20,
    )


def _wrk(contestant: RunningContestant, load: Load) -> dict[str, int]:
    options = ["-t1", f"-c{load.connections}", f"-d{load.seconds}s", "--timeout", "10s"]
    script = str(BENCHMARKS / "load" / "load.lua")
    url = f"http://127.0.0.1:{contestant.port}{load.path}"
    arguments = ["--", load.scenario, str(load.data), str(load.seed)]
    done = subprocess.run(["wrk", *options, "-s", script, url, *arguments], capture_output=True, text=True, check=False)
    try:
        summary: dict[str, int] = json.loads(done.stderr)
    except json.JSONDecodeError:
        raise BenchmarkError(f"wrk said: {done.stdout}{done.stderr}") from None
    return summary
