"""Fitting the traces to a process."""

from collections.abc import Mapping
from functools import partial

from attrs import evolve

from entrypoints.observability.instruments import BothObservers, Instruments
from entrypoints.observability.tracing.database import DatabaseSpans
from entrypoints.observability.tracing.export import exporting, send_the_rest
from entrypoints.observability.tracing.requests import TracedRequests
from entrypoints.observability.tracing.use_cases import traced as traced_use_cases


def traced(instruments: Instruments, variables: Mapping[str, str]) -> Instruments:
    """The instruments, and spans that are sent to a collector."""
    provider = exporting(variables)
    tracer = provider.get_tracer("taskapi")
    return evolve(
        instruments,
        store=BothObservers(DatabaseSpans(tracer), instruments.store),
        looks=(*instruments.looks, lambda _: partial(send_the_rest, provider)),
        use_cases=lambda use_cases: traced_use_cases(use_cases, tracer),
        around=lambda app: TracedRequests(app, tracer),
    )
