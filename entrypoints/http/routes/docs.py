"""The documentation: the OpenAPI document, and a page that shows it.

The page is Swagger UI, which comes with us: it loads nothing from anywhere
else, and its content security policy would not let it.
"""

import gzip
from functools import cache
from importlib.resources import files

from litestar import HttpMethod, Litestar
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import SkipValidation

from entrypoints.http.dispatch.operations import IF_NONE_MATCH, Header, Operation
from entrypoints.http.dispatch.routing import call
from entrypoints.http.openapi.document import rendered
from entrypoints.http.responses.response import CONTENT_TYPE_JSON, HeaderPair
from entrypoints.http.responses.static_response import StaticResponse

TAG = "Documentation"
SWAGGER_UI = "swagger-ui-5.35.0"
STATIC = files("entrypoints.http") / "static"

ONLY_OURS = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src 'self';"
    " base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
POLICY = (b"content-security-policy", ONLY_OURS.encode())
ASK_AGAIN = (b"cache-control", b"public, no-cache")
"""May be cached, but must be revalidated before use."""
FOR_GOOD = (b"cache-control", b"public, max-age=31536000, immutable")
"""The version is in the path: what is there never changes."""


TAGGED = Header("ETag", "Names this state of the document.", {"type": "string", "examples": ['W/"5f2c8a1e9b3d4f60"']})


@call(
    HttpMethod.GET,
    "/openapi.json",
    Operation(
        id="readDocument",
        tag=TAG,
        summary="OpenAPI document",
        described=False,
        public=True,
        answer=dict,
        takes=(IF_NONE_MATCH,),
        gives=(TAGGED,),
    ),
)
async def read_document(document: NamedDependency[SkipValidation[StaticResponse]]) -> StaticResponse:
    return document


def document_response(app: Litestar, base: str = "") -> StaticResponse:
    """Render the document of an application's routes at a base URL, compressed once."""
    return StaticResponse.of(gzip.compress(rendered(app, base), mtime=0), CONTENT_TYPE_JSON, ASK_AGAIN)


def kept(path: str, file: str, media_type: str, *headers: HeaderPair, id: str, summary: str) -> HTTPRouteHandler:  # noqa: A002 - it is the id
    """Return a route to a bundled file, which is read at the first request."""

    @cache
    def answer() -> StaticResponse:
        content = (STATIC / file).read_bytes()
        zipped = content if file.endswith(".gz") else gzip.compress(content, mtime=0)
        return StaticResponse.of(zipped, (b"content-type", f"{media_type}; charset=utf-8".encode()), *headers)

    async def read() -> StaticResponse:
        return answer()

    operation = Operation(
        id=id,
        tag=TAG,
        summary=summary,
        described=False,
        public=True,
        answer=str,
        media_type=media_type,
        takes=(IF_NONE_MATCH,),
        gives=(TAGGED,),
    )
    return call(HttpMethod.GET, path, operation)(read)


DOCS = (
    read_document,
    kept("/docs", "docs.html", "text/html", ASK_AGAIN, POLICY, id="readDocs", summary="Interactive documentation"),
    kept("/docs/start.js", "start.js", "text/javascript", ASK_AGAIN, id="readDocsStart", summary="Starts the page"),
    kept(
        f"/docs/{SWAGGER_UI}/swagger-ui-bundle.js",
        "swagger-ui-bundle.js.gz",
        "text/javascript",
        FOR_GOOD,
        id="readDocsScript",
        summary="The page's script",
    ),
    kept(
        f"/docs/{SWAGGER_UI}/swagger-ui.css",
        "swagger-ui.css.gz",
        "text/css",
        FOR_GOOD,
        id="readDocsStyle",
        summary="The page's style",
    ),
)
