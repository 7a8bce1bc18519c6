"""The metrics of a real server with two workers: access, and exactness."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from signal import SIGCONT, SIGKILL, SIGSTOP

import pytest
from prometheus_client import CollectorRegistry

from entrypoints.observability.metrics.process_metrics import ProcessMetrics
from tests.entrypoints.observability.metrics.pages import TOKEN, read, value
from tests.faults.support.connection import Connection
from tests.faults.support.people import Crowd
from tests.faults.support.processes import free_port, send_signal
from tests.faults.support.service import Service
from tests.support.waiting import until

COUNT = "taskapi_http_request_duration_seconds_count"


@pytest.fixture
async def service(tmp_path: Path, database_url: str) -> AsyncIterator[Service]:
    """Two workers that serve their metrics on a port and with a token."""
    service = Service(tmp_path, database_url, {"METRICS_TOKEN": TOKEN, "METRICS_PORT": str(free_port())})
    await service.start()
    yield service
    await service.end()


def metrics_port(service: Service) -> int:
    return int(service.settings["METRICS_PORT"])


async def test_two_workers_and_a_killed_one_are_added_up_exactly(service: Service) -> None:
    crowd = Crowd()
    people = await asyncio.gather(*(crowd.sign_up(service.port) for _ in range(4)))
    await asyncio.gather(*(_make_tasks(person.token, service.port, 25) for person in people))

    async def created(port: int, token: str | None = None) -> float:
        return value(await read(port, token=token), COUNT, method="POST", route="/api/v1/tasks", status="201")

    assert [await created(metrics_port(service)), await created(service.port, TOKEN)] == [100, 100]
    page = await read(metrics_port(service))
    assert (value(page, COUNT, status="201", route="/api/v1/auth/register"), value(page, "taskapi_logins_total")) == (
        4,
        4,
    )
    assert value(page, "taskapi_password_duration_seconds_count") == 8
    # Each request reads its session; each task is a unit of work.
    assert value(page, "taskapi_database_group_size_sum", work="commit") >= 100
    assert value(page, "taskapi_database_group_size_sum", work="read") >= 100

    first, *_ = service.workers()
    send_signal([first], SIGKILL)

    async def replaced() -> bool:
        return first not in service.workers() and value(await read(metrics_port(service)), "taskapi_workers") == 2

    await until(replaced)
    assert await created(metrics_port(service)) == 100
    await crowd.leave()


async def _make_tasks(token: str, port: int, count: int) -> None:
    for _ in range(count):
        connection = Connection(port)  # a new one each time, so that both workers serve some
        response = await connection.ask(
            "POST", "/api/v1/tasks", {"title": "Count me"}, headers={"Authorization": f"Bearer {token}"}
        )
        connection.close()
        assert response.status == 201


async def test_every_metric_is_served(service: Service) -> None:
    registry = CollectorRegistry()
    ProcessMetrics.create(registry)
    await service.status("/metrics")
    page = await read(metrics_port(service))

    assert {metric.name for metric in registry.collect()} >= {metric.name for metric in page}
    missing = {metric.name for metric in registry.collect()} - {metric.name for metric in page}
    # These have no value before the first rejection, failure or log-in.
    assert missing <= {"taskapi_logins", "taskapi_http_refused", "taskapi_database_failures"}


async def test_reading_metrics_requires_the_token(service: Service) -> None:
    for wrong in (None, "Bearer wrong-token-of-some-length", f"Basic {TOKEN}", f"Bearer {TOKEN}x"):
        connection = Connection(service.port)
        response = await connection.ask("GET", "/metrics", headers={"Authorization": wrong} if wrong else {})
        connection.close()

        assert response.status == 401
        assert response.headers["www-authenticate"].startswith("Bearer")


async def test_without_settings_no_metrics_are_served(tmp_path: Path, database_url: str) -> None:
    service = Service(tmp_path, database_url, {"SERVER_WORKERS": "1"})
    await service.start()

    assert await service.status("/metrics") == 404
    await service.end()


async def test_a_port_that_is_not_available_stops_the_start_with_a_message(tmp_path: Path, database_url: str) -> None:
    taken = await asyncio.start_server(lambda *_: None, "127.0.0.1", 0)
    port = taken.sockets[0].getsockname()[1]
    service = Service(tmp_path, database_url, {"METRICS_PORT": str(port)})
    service.launch()
    await until(lambda: not service.runs)
    taken.close()

    assert f"METRICS_PORT: port {port} is not available" in service.log.read_text()
    assert "Traceback" not in service.log.read_text()


async def test_metrics_are_served_while_no_worker_responds(service: Service) -> None:
    send_signal(service.workers(), SIGSTOP)
    page = await read(metrics_port(service))
    send_signal(service.workers(), SIGCONT)

    assert value(page, "taskapi_workers") == 2
