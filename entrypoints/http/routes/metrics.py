"""The route of the metrics, protected by the operator's token."""

import asyncio
import hmac
from collections.abc import Callable

from litestar import HttpMethod
from litestar.handlers import HTTPRouteHandler

from domain.accounts.session import InvalidToken
from entrypoints.http.dispatch.caller import Anonymous
from entrypoints.http.dispatch.operations import Operation
from entrypoints.http.dispatch.routing import call
from entrypoints.http.requests.credentials import token_in
from entrypoints.http.requests.errors import MissingCredentials
from entrypoints.http.responses.response import Response
from entrypoints.http.routes.health import TAG
from entrypoints.settings import Secret

CONTENT_TYPE = (b"content-type", b"text/plain; version=0.0.4; charset=utf-8")


def metrics_route(token: Secret, page: Callable[[], bytes]) -> HTTPRouteHandler:
    """Return the route `GET /metrics`; `page` runs in a thread, because it reads files."""
    secret = token.revealed.encode()

    @call(
        HttpMethod.GET,
        "/metrics",
        Operation(
            id="readMetrics",
            tag=TAG,
            summary="Read the metrics of all processes",
            description="In the text format of Prometheus; needs the operator's METRICS_TOKEN as bearer token.",
            public=True,
            answer=str,
            media_type="text/plain",
            errors=(MissingCredentials, InvalidToken),
        ),
    )
    async def read_metrics(anonymous: Anonymous) -> Response:
        given = token_in(anonymous.exchange.headers.get(b"authorization"))
        if not hmac.compare_digest(given.encode(), secret):
            raise InvalidToken
        return Response(200, (CONTENT_TYPE,), await asyncio.to_thread(page))

    return read_metrics
