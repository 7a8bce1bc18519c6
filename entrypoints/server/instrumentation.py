"""Which instruments a process has."""

from entrypoints.http.middleware.access_log import access_log
from entrypoints.observability.instruments import Instruments
from entrypoints.observability.telemetry import wants_traces
from entrypoints.settings import Settings


def instruments_for(settings: Settings) -> Instruments:
    """Those that the settings ask for; the others are not even imported."""
    instruments = Instruments(finished=access_log())
    if settings.metrics.wanted:
        from entrypoints.observability.metrics.instrument import metered  # noqa: PLC0415 - only if wanted

        instruments = metered(instruments, settings.metrics)
    if wants_traces(settings):
        from entrypoints.observability.tracing.instrument import traced  # noqa: PLC0415 - only if wanted

        instruments = traced(instruments, settings.telemetry)
    return instruments
