"""Metrics and traces in the supervisor: whether they are available, and where workers store what they count."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec

from entrypoints.settings import Settings, SettingsError

ENDPOINTS = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
"""Either of them switches traces on."""


def wants_traces(settings: Settings) -> bool:
    """Whether there is a collector to send them to."""
    return any(settings.telemetry.get(name) for name in ENDPOINTS)


def ensure_installed(settings: Settings) -> None:
    """Raise `SettingsError` if something is configured that is not installed, before any worker starts."""
    if wants_traces(settings) and find_spec("opentelemetry") is None:
        name = next(name for name in ENDPOINTS if settings.telemetry.get(name))
        packages = "opentelemetry-sdk opentelemetry-exporter-otlp-proto-http"
        raise SettingsError((f"{name}: needs OpenTelemetry; pip install {packages}, or unset it",))


@contextmanager
def counting(settings: Settings) -> Iterator[None]:
    """Around the life of all workers: where they count, and the port that shows it.

    Raises `SettingsError` if that port cannot be had.
    """
    if not settings.metrics.wanted:
        yield
        return
    from entrypoints.observability.metrics.folder import shared_folder  # noqa: PLC0415 - only if wanted

    with shared_folder() as folder, ExitStack() as stack:
        if settings.metrics.port is not None:
            from entrypoints.observability.metrics.port import listening  # noqa: PLC0415 - not before there is a folder

            try:
                stack.enter_context(listening(settings.server.host, settings.metrics.port, folder))
            except OSError as error:
                raise SettingsError((_no_port(settings.metrics.port, error),)) from error
        yield


def _no_port(port: int, error: OSError) -> str:
    reason = os.strerror(error.errno or 0)
    return f"METRICS_PORT: port {port} cannot be had ({reason}); stop what uses it, or choose another"
