"""Sending spans to a collector, by OTLP over HTTP, as the environment variables of OpenTelemetry configure it."""

import asyncio
import os
import threading
from collections.abc import Mapping
from importlib.metadata import version

from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor

FLUSH_TIMEOUT = 3.0
"""Seconds at shutdown to send the remaining spans."""


def exporting_provider(variables: Mapping[str, str]) -> TracerProvider:
    """Return a provider whose spans are sent periodically from a thread."""
    os.environ.update(variables)
    if "service.name=" not in variables.get("OTEL_RESOURCE_ATTRIBUTES", ""):
        os.environ.setdefault("OTEL_SERVICE_NAME", "taskapi")
    provider = TracerProvider(shutdown_on_exit=False, resource=Resource.create({"service.version": version("taskapi")}))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    return provider


async def flush_at_shutdown(provider: TracerProvider) -> None:
    """Wait until cancelled, then send the remaining spans."""
    try:
        await asyncio.Event().wait()
    finally:
        # A daemon thread, since it retries for long when the collector is unreachable.
        flushing = threading.Thread(target=provider.shutdown, daemon=True)
        flushing.start()
        now = asyncio.get_running_loop().time
        end = now() + FLUSH_TIMEOUT
        while flushing.is_alive() and now() < end:  # noqa: ASYNC110 - a thread has no event to wait for
            await asyncio.sleep(0.02)
