"""Which instruments a process has."""

from entrypoints.http.access_log import access_log
from entrypoints.instruments import Instruments
from entrypoints.settings import Settings
from entrypoints.telemetry import wants_traces


def instruments_for(settings: Settings) -> Instruments:
    """Those that the settings ask for; the others are not even imported."""
    instruments = Instruments(finished=access_log())
    if settings.metrics.wanted:
        from entrypoints.metrics.instrument import metered  # noqa: PLC0415 - only if wanted

        instruments = metered(instruments, settings.metrics)
    if wants_traces(settings):
        from entrypoints.tracing.instrument import traced  # noqa: PLC0415 - only if wanted

        instruments = traced(instruments, settings.telemetry)
    return instruments
