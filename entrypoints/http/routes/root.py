"""The root: it leads browsers to the documentation, and programs to everything else."""

from litestar import HttpMethod

from entrypoints.http.dispatch.caller import Anonymous
from entrypoints.http.dispatch.operations import LOCATION, Operation
from entrypoints.http.dispatch.routing import call
from entrypoints.http.responses.response import Response, ok

LINKS = {"api": "/api/v1", "documentation": "/docs", "openapi": "/openapi.json", "health": "/health"}
VARIES = (b"vary", b"accept")


@call(
    HttpMethod.GET,
    "/",
    Operation(
        id="readRoot", tag="Documentation", summary="Where to go", described=False, public=True, gives=(LOCATION,)
    ),
)
async def read_root(anonymous: Anonymous) -> Response:
    if b"text/html" in anonymous.exchange.headers.get(b"accept", b""):
        # Relative to the root, which may be a folder behind a proxy.
        return Response(302, ((b"location", b"docs"), VARIES))
    return ok({name: anonymous.exchange.base + path for name, path in LINKS.items()}, VARIES)


ROOT = (read_root,)
