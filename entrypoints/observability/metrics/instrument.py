"""Fitting the metrics to a process."""

from functools import partial

from attrs import evolve

from entrypoints.http.routes.metrics import metrics_route
from entrypoints.observability.instruments import Instruments, also
from entrypoints.observability.metrics.folder import counted_here
from entrypoints.observability.metrics.meters import Meters
from entrypoints.observability.metrics.processes import AllProcesses
from entrypoints.settings.groups import Metrics


def metered(instruments: Instruments, settings: Metrics) -> Instruments:
    """The instruments, and all metrics; with a token also the page that shows them."""
    meters = Meters.made()
    page = AllProcesses(counted_here()).page
    return evolve(
        instruments,
        store=meters.database,
        passwords=meters.passwords,
        finished=also(instruments.finished, meters.requests.finished),
        routes=(*instruments.routes, *((metrics_route(settings.token, page),) if settings.token else ())),
        looks=(*instruments.looks, lambda sights: partial(meters.look, sights)),
    )
