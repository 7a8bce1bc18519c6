"""A server sends its spans to the configured collector."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from tests.faults.support.service import Service


class Collector:
    """Receives spans by OTLP over HTTP."""

    def __init__(self) -> None:
        self.names: set[str] = set()
        self.services: set[str] = set()

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        length = next(int(line[16:]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:"))
        sent = ExportTraceServiceRequest.FromString(await reader.readexactly(length))
        for resource in sent.resource_spans:
            self.services |= {
                item.value.string_value for item in resource.resource.attributes if item.key == "service.name"
            }
            self.names |= {span.name for scope in resource.scope_spans for span in scope.spans}
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        await writer.drain()
        writer.close()


@pytest.fixture
async def start(tmp_path: Path, database_url: str) -> AsyncIterator[Callable[..., Awaitable[Service]]]:
    """Start a service with a collector."""
    async with AsyncExitStack() as stack:

        async def start(endpoint: str, **settings: str) -> Service:
            defaults = {"OTEL_EXPORTER_OTLP_ENDPOINT": endpoint, "SERVER_WORKERS": "1"}
            service = Service(tmp_path, database_url, defaults | settings)
            stack.push_async_callback(service.end)
            await service.start()
            return service

        yield start


async def test_spans_arrive_including_the_last_before_a_shutdown(start: Callable[..., Awaitable[Service]]) -> None:
    collector = Collector()
    listening = await asyncio.start_server(collector, "127.0.0.1", 0)
    # The interval is longer than the test: spans arrive only because they are sent at shutdown.
    service = await start(f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}", OTEL_BSP_SCHEDULE_DELAY="60000")
    await service.status("/api/v1/me")
    assert await service.stop() == 0
    listening.close()

    assert "GET /api/v1/me" in collector.names
    assert collector.services == {"taskapi"}


async def test_an_unreachable_collector_affects_no_request_and_hardly_delays_the_shutdown(
    start: Callable[..., Awaitable[Service]],
) -> None:
    service = await start("http://127.0.0.1:1")

    assert await service.status("/api/v1/me") == 401
    assert await service.stop(within=6) == 0
