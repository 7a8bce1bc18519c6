"""Sending spans to a collector, by OTLP over HTTP; everything about it is set by the variables of OpenTelemetry."""

import asyncio
import os
import threading
from collections.abc import Mapping
from importlib.metadata import version

from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor

LAST_CHANCE = 3.0
"""Seconds that a process has at its end to send what it has not sent yet."""


def exporting(variables: Mapping[str, str]) -> TracerProvider:
    """Return a source of spans that are sent from a thread of this process, at intervals."""
    os.environ.update(variables)
    if "service.name=" not in variables.get("OTEL_RESOURCE_ATTRIBUTES", ""):
        os.environ.setdefault("OTEL_SERVICE_NAME", "taskapi")
    provider = TracerProvider(shutdown_on_exit=False, resource=Resource.create({"service.version": version("taskapi")}))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    return provider


async def send_the_rest(provider: TracerProvider) -> None:
    """Wait until the process winds down, then send what is left."""
    try:
        await asyncio.Event().wait()
    finally:
        # A daemon thread, since it retries for long when the collector is unreachable.
        sending = threading.Thread(target=provider.shutdown, daemon=True)
        sending.start()
        now = asyncio.get_running_loop().time
        end = now() + LAST_CHANCE
        while sending.is_alive() and now() < end:  # noqa: ASYNC110 - a thread has no event to wait for
            await asyncio.sleep(0.02)
