"""The metrics of one process."""

import asyncio
import subprocess
import sys
from time import perf_counter, thread_time
from typing import Any

import pytest
from prometheus_client import CollectorRegistry, generate_latest

from adapters.postgres.batching.observing import Batch
from adapters.postgres.store import Occupancy
from adapters.testing.builders import a_task
from domain.errors import StoreUnavailable
from domain.ports.change_set import VersionConflict
from entrypoints.http.requests.errors import BodyTooSlow
from entrypoints.http.requests.exchange import Exchange
from entrypoints.observability.metrics.process_metrics import ProcessMetrics
from entrypoints.observability.probes import Probes
from tests.entrypoints.observability.metrics.pages import families, value
from tests.support.waiting import until


class Metrics:
    """The metrics of one process, in a separate registry; call it for a value."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.process = ProcessMetrics.create(self.registry)

    def __call__(self, name: str, **labels: str) -> float:
        return value(families(generate_latest(self.registry)), f"taskapi_{name}", **labels)


def an_exchange(route: str | None = "/api/v1/tasks", *, took: float = 0.0, **differences: Any) -> Exchange:
    now = perf_counter()
    fields: dict[str, Any] = {
        "id": "1",
        "method": "GET",
        "status": 200,
        "late": BodyTooSlow,
        "headers": {},
        "path": "/",
        "query": b"",
        "client": None,
    } | differences
    return Exchange(route=route, started=now - took, due=now, **fields)


def a_batch(**differences: Any) -> Batch:
    fields: dict[str, Any] = {"size": 3, "callers": [], "since": 10.0, "began": 10.004, "ended": 10.034} | differences
    return Batch(**fields)


def test_requests_are_counted_by_method_route_and_status() -> None:
    count = Metrics()
    for exchange in (an_exchange(), an_exchange(), an_exchange(status=404), an_exchange(method="POST", status=201)):
        count.process.requests.finished(exchange)

    def of(method: str, status: str) -> float:
        return count("http_request_duration_seconds_count", method=method, route="/api/v1/tasks", status=status)

    assert (of("GET", "200"), of("GET", "404"), of("POST", "201")) == (2, 1, 1)


def test_durations_fall_into_their_buckets() -> None:
    count = Metrics()
    for took in (0.0, 0.03, 0.3, 7.0):
        count.process.requests.finished(an_exchange(took=took))

    def up_to(seconds: str) -> float:
        return count("http_request_duration_seconds_bucket", le=seconds)

    assert [up_to(le) for le in ("0.001", "0.02", "0.05", "0.5", "5.0", "+Inf")] == [1, 1, 2, 3, 3, 4]


def test_unknown_methods_and_paths_create_no_label_values() -> None:
    count = Metrics()
    for number in range(100):
        count.process.requests.finished(an_exchange(None, method=f"BREW{number}", status=404))

    assert count("http_request_duration_seconds_count", method="other", route="none", status="404") == 100


@pytest.mark.parametrize(
    ("status", "code"), [(503, "too-busy"), (503, "store-unavailable"), (429, "too-many-attempts")]
)
def test_rejections_with_a_time_to_retry_are_counted_by_reason(status: int, code: str) -> None:
    count = Metrics()
    for exchange in (an_exchange(status=status, problem=code), an_exchange(status=404, problem="task-not-found")):
        count.process.requests.finished(exchange)

    assert count("http_refused_total", reason=code) == 1
    assert count("http_refused_total") == 1


def test_a_probe_that_reports_not_ready_is_not_a_rejected_request() -> None:
    count = Metrics()
    count.process.requests.finished(an_exchange("/health/ready", status=503, problem="not-ready"))

    assert count("http_refused_total") == 0


def test_log_ins_are_counted_by_outcome() -> None:
    count = Metrics()
    for problem in (None, None, "wrong-credentials", "too-many-attempts"):
        count.process.requests.finished(an_exchange("/api/v1/auth/login", method="POST", problem=problem))
    count.process.requests.finished(an_exchange("/api/v1/auth/login", method="OPTIONS"))

    outcomes = ("succeeded", "wrong-credentials", "too-many-attempts")
    assert [count("logins_total", outcome=outcome) for outcome in outcomes] == [2, 1, 1]
    assert count("logins_total") == 4


@pytest.mark.parametrize("work", ["commit", "read"])
def test_batches_are_counted_with_their_sizes_waits_and_durations(work: str) -> None:
    count = Metrics()
    report = count.process.database.committed if work == "commit" else count.process.database.answered
    report(a_batch())
    report(a_batch(size=40))

    assert (count("database_group_size_count", work=work), count("database_group_size_sum", work=work)) == (2, 43)
    assert [count("database_group_size_bucket", work=work, le=le) for le in ("4.0", "64.0")] == [1, 2]
    assert count("database_wait_seconds_sum", work=work) == pytest.approx(0.008)
    assert count("database_duration_seconds_sum", work=work) == pytest.approx(0.06)
    assert count("database_group_size_count") == 2


def test_failures_are_counted_by_reason() -> None:
    count = Metrics()
    failures = [VersionConflict(entity=a_task()), StoreUnavailable(reason="gone"), KeyError()]
    count.process.database.committed(a_batch(failures=failures))

    reasons = ("version-conflict", "store-unavailable", "unexpected")
    assert [count("database_failures_total", work="commit", reason=reason) for reason in reasons] == [1, 1, 1]


def test_password_hashes_are_counted() -> None:
    count = Metrics()
    count.process.passwords.hashed(0.25, 0.125)

    assert (count("password_wait_seconds_sum"), count("password_duration_seconds_sum")) == (0.25, 0.125)


class Queue:
    waiting = 4


@pytest.mark.parametrize("up", [True, False])
async def test_values_that_no_event_reports_are_sampled(up: bool) -> None:  # noqa: FBT001 - a parameter
    count = Metrics()

    async def ready() -> bool:
        return up

    probes = Probes(in_flight=lambda: 7, ready=ready, occupancy=lambda: Occupancy(6, 2, 3), passwords=Queue())
    sampling = asyncio.ensure_future(count.process.sample(probes))
    await until(lambda: count("database_connections") == 6)
    sampling.cancel()

    assert (7, 4, up) == (count("http_requests_in_flight"), count("passwords_waiting"), count("database_up"))
    assert (count("database_waiting", work="commit"), count("database_waiting", work="read")) == (2, 3)
    assert 1 == count("workers") == count("build_info")
    assert count("resident_memory_bytes") > 10_000_000


async def test_a_database_that_does_not_answer_is_down_and_sampling_continues() -> None:
    count = Metrics()
    probed = 0

    async def ready() -> bool:
        nonlocal probed
        probed += 1
        if probed > 1:
            raise RuntimeError
        return True

    probes = Probes(in_flight=lambda: probed, ready=ready, occupancy=Occupancy, passwords=Queue())
    sampling = asyncio.ensure_future(count.process.sample(probes))
    await until(lambda: count("database_up") == 1)
    await until(lambda: count("database_up") == 0)
    await until(lambda: count("http_requests_in_flight") == 2)
    sampling.cancel()


def test_counting_a_request_costs_microseconds() -> None:
    finished = Metrics().process.requests.finished
    exchange = an_exchange()
    finished(exchange)

    def a_thousand() -> float:
        begin = thread_time()
        for _ in range(1_000):
            finished(exchange)
        return thread_time() - begin

    assert min(a_thousand() for _ in range(20)) / 1_000 < 20e-6


def test_a_server_without_metrics_and_traces_imports_neither() -> None:
    # FastAPI is a development dependency; dependency-injector imports it where it is installed.
    imports = "import entrypoints.cli.commands.serve, entrypoints.server.worker"
    loads = f"import sys; sys.modules['fastapi'] = None; {imports}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", loads], capture_output=True, text=True, check=True)  # noqa: S603 - fixed
    loaded = done.stdout.split()

    assert "entrypoints.server.instruments" in loaded
    assert [name for name in loaded if name.startswith(("prometheus_client", "opentelemetry"))] == []
