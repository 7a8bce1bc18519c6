"""Liveness and readiness."""

from litestar import HttpMethod
from litestar.di import NamedDependency
from litestar.params import SkipValidation

from entrypoints.http.dispatch.operations import Operation
from entrypoints.http.dispatch.routing import call
from entrypoints.http.middleware.readiness import Readiness
from entrypoints.http.requests.errors import NotReady
from entrypoints.http.responses.response import Response, ok
from entrypoints.http.responses.views import HealthView, ReadyView

TAG = "Operations"


@call(
    HttpMethod.GET,
    "/health",
    Operation(
        id="readHealth",
        tag=TAG,
        summary="Liveness",
        description="Never accesses the database.",
        public=True,
        answer=HealthView,
    ),
)
async def read_health() -> Response:
    return ok(HealthView())


@call(
    HttpMethod.GET,
    "/health/ready",
    Operation(
        id="readReadiness",
        tag=TAG,
        summary="Readiness",
        description="503 while the database is unreachable or its schema too old, or the process drains.",
        public=True,
        answer=ReadyView,
        errors=(NotReady,),
    ),
)
async def read_readiness(readiness: NamedDependency[SkipValidation[Readiness]]) -> Response:
    await readiness.ensure()
    return ok(ReadyView())


HEALTH = (read_health, read_readiness)
