"""Reading a page of metrics."""

from collections.abc import Iterable

from prometheus_client import Metric
from prometheus_client.parser import text_string_to_metric_families

from tests.faults.support.connection import Connection

TOKEN = "metrics-for-the-operator"


def families(page: bytes) -> list[Metric]:
    """Parse the metrics of a page."""
    return list(text_string_to_metric_families(page.decode()))


def value(metrics: Iterable[Metric], name: str, **labels: str) -> float:
    """Return the sum of the samples with this name and these labels."""
    return sum(
        sample.value
        for metric in metrics
        for sample in metric.samples
        if sample.name == name and labels.items() <= sample.labels.items()
    )


async def read(port: int, *, token: str | None = None) -> list[Metric]:
    """Return the metrics served on a port, to a caller with this token."""
    connection = Connection(port)
    try:
        response = await connection.ask(
            "GET", "/metrics", headers={"Authorization": f"Bearer {token}"} if token else None
        )
    finally:
        connection.close()
    assert response.status == 200, response.body
    return families(response.body)
