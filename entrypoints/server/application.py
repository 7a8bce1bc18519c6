"""The HTTP application of a process: what the container provides, and the instruments that watch it."""

from collections.abc import Sequence

from entrypoints.background_tasks import BackgroundTask
from entrypoints.container import Container
from entrypoints.http.app import create_app
from entrypoints.http.middleware.outer import OuterMiddleware
from entrypoints.server.instruments import Instruments


def application(
    container: Container,
    instruments: Instruments | None = None,
    background_tasks: Sequence[BackgroundTask] = (),
) -> OuterMiddleware:
    """Return the ASGI application; `background_tasks` run in addition to those of the container."""
    instruments = instruments or Instruments()
    return create_app(
        instruments.use_cases(container.use_cases()),
        store=container.store(),
        seal=container.seal(),
        settings=container.settings().http,
        rate_table=container.rate_table(),
        background_tasks=[*container.background_tasks(), *background_tasks],
        routes=instruments.routes,
        finished=instruments.finished,
    )
