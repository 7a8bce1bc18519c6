"""Reading a page of metrics."""

from collections.abc import Iterable

from prometheus_client import Metric
from prometheus_client.parser import text_string_to_metric_families

from tests.faults.support.connection import Connection

TOKEN = "numbers-for-the-operator"


def families(page: bytes) -> list[Metric]:
    """The metrics of a page."""
    return list(text_string_to_metric_families(page.decode()))


def value(metrics: Iterable[Metric], name: str, **labels: str) -> float:
    """The sum of the samples of this name that have these labels."""
    return sum(
        sample.value
        for metric in metrics
        for sample in metric.samples
        if sample.name == name and labels.items() <= sample.labels.items()
    )


async def read(port: int, *, token: str | None = None) -> list[Metric]:
    """What is told on a port, to whoever has the token."""
    connection = Connection(port)
    try:
        answer = await connection.ask(
            "GET", "/metrics", headers={"Authorization": f"Bearer {token}"} if token else None
        )
    finally:
        connection.close()
    assert answer.status == 200, answer.body
    return families(answer.body)
