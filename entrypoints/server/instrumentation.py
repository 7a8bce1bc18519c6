"""Choosing the instruments of a process; those that are not configured are not even imported."""

from collections.abc import Mapping
from functools import partial

from attrs import evolve

from entrypoints.http.middleware.access_log import access_log
from entrypoints.observability.telemetry import wants_traces
from entrypoints.server.instruments import Instruments, both
from entrypoints.settings import Settings
from entrypoints.settings.groups import Metrics


def instruments_for(settings: Settings) -> Instruments:
    """Return the instruments that the settings ask for."""
    instruments = Instruments(finished=access_log())
    if settings.metrics.enabled:
        instruments = _metered(instruments, settings.metrics)
    if wants_traces(settings):
        instruments = _traced(instruments, settings.telemetry)
    return instruments


# ruff: noqa: PLC0415 - what is not configured costs neither memory nor time


def _metered(instruments: Instruments, settings: Metrics) -> Instruments:
    """Add all metrics; with a token also the route that serves them."""
    from entrypoints.http.routes.metrics import metrics_route
    from entrypoints.observability.metrics.aggregation import AggregatedMetrics
    from entrypoints.observability.metrics.folder import metrics_folder
    from entrypoints.observability.metrics.process_metrics import ProcessMetrics

    metrics = ProcessMetrics.create()
    page = AggregatedMetrics(metrics_folder()).page
    return evolve(
        instruments,
        store=instruments.store.with_observer(metrics.database),
        hashing=metrics.passwords.hashed,
        finished=both(instruments.finished, metrics.requests.finished),
        routes=(*instruments.routes, *((metrics_route(settings.token, page),) if settings.token else ())),
        samplers=(*instruments.samplers, lambda probes: partial(metrics.sample, probes)),
    )


def _traced(instruments: Instruments, variables: Mapping[str, str]) -> Instruments:
    """Add spans, which are sent to a collector."""
    from entrypoints.observability.tracing.database import DatabaseSpans
    from entrypoints.observability.tracing.export import exporting_provider, flush_at_shutdown
    from entrypoints.observability.tracing.requests import TracedRequests
    from entrypoints.observability.tracing.use_cases import traced

    provider = exporting_provider(variables)
    tracer = provider.get_tracer("taskapi")
    return evolve(
        instruments,
        store=instruments.store.with_observer(DatabaseSpans(tracer)),
        samplers=(*instruments.samplers, lambda _: partial(flush_at_shutdown, provider)),
        use_cases=lambda use_cases: traced(use_cases, tracer),
        around=lambda app: TracedRequests(app, tracer),
    )
