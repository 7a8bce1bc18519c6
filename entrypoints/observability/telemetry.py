"""Metrics and traces in the supervisor: whether they are available, and where workers store what they count."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec

from entrypoints.settings import Settings, SettingsError

ENDPOINTS = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
"""Either of them switches traces on."""


def wants_traces(settings: Settings) -> bool:
    """Return whether a collector for traces is configured."""
    return any(settings.telemetry.get(name) for name in ENDPOINTS)


def ensure_installed(settings: Settings) -> None:
    """Raise `SettingsError` if something is configured that is not installed, before any worker starts."""
    if wants_traces(settings) and find_spec("opentelemetry") is None:
        name = next(name for name in ENDPOINTS if settings.telemetry.get(name))
        packages = "opentelemetry-sdk opentelemetry-exporter-otlp-proto-http"
        raise SettingsError((f"{name}: needs OpenTelemetry; pip install {packages}, or unset it",))


@contextmanager
def counting(settings: Settings) -> Iterator[None]:
    """Inside the block, have the folder in which all workers count, and serve the metrics on their port.

    Raises `SettingsError` if the port is not available.
    """
    if not settings.metrics.enabled:
        yield
        return
    from entrypoints.observability.metrics.folder import shared_folder  # noqa: PLC0415 - only if configured

    with shared_folder() as folder, ExitStack() as stack:
        if settings.metrics.port is not None:
            from entrypoints.observability.metrics.port import listening  # noqa: PLC0415 - not before the folder exists

            try:
                stack.enter_context(listening(settings.server.host, settings.metrics.port, folder))
            except OSError as error:
                raise SettingsError((_port_unavailable(settings.metrics.port, error),)) from error
        yield


def _port_unavailable(port: int, error: OSError) -> str:
    reason = os.strerror(error.errno or 0)
    return (
        f"METRICS_PORT: port {port} is not available ({reason}); stop the program that uses it, or choose another port"
    )
