"""The OpenAPI 3.1 document, generated from the routes and their operations."""

import json
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from typing import Any

from litestar import Litestar
from litestar.routes import HTTPRoute

from entrypoints.http.dispatch.operations import Operation
from entrypoints.http.dispatch.paths import names_in
from entrypoints.http.openapi.operation_objects import Descriptions

ABOUT = """\
A task API that never silently ignores, loses or duplicates anything it is sent.

* JSON in UTF-8, in and out. Unknown fields, unknown or repeated parameters and duplicate keys are rejected by name.
* Every error is an `application/problem+json` (RFC 9457) with a stable `code`; all violations are reported at once.
* Every response has an `X-Request-Id`: yours, if you send one. HEAD works wherever GET does.
* Every response to a request with a valid token states the remaining rate limit in `RateLimit`.
* Lengths count code points. Ids are UUIDs with hyphens.
* Times (`date-time`) are RFC 3339, with up to nine decimals and an offset, whose colon may be missing, in the years
  1900 to 9998; they come back in UTC. E-mail addresses are ASCII, with a dotted domain that does not end in a number.
* An unknown path gets 404 `no-such-path`, a known path with another method 405 `method-not-allowed`.
"""
TAGS = {
    "Accounts": "Register, read, export and delete an account.",
    "Sessions": "Log in, refresh tokens, list and end sessions, change the password.",
    "Personal access tokens": "Create, list and revoke tokens for programs.",
    "Tasks": "Create, read, edit, delete and list tasks.",
    "Projects": "Create, read, edit, order, delete and list projects, which tasks belong to.",
    "Labels": "List, rename and delete the labels of tasks.",
    "Changes": "See every change, follow them live, and undo them.",
    "Operations": "Liveness, readiness and metrics.",
}

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
"""In the order of the document; Litestar has none."""
SOURCES = {
    "task_id": ("createTask", "201", "$response.body#/id"),
    "project_id": ("createProject", "201", "$response.body#/id"),
    "session_id": ("listSessions", "200", "$response.body#/0/id"),
    "token_id": ("createToken", "201", "$response.body#/id"),
    "label": ("listLabels", "200", "$response.body#/0/name"),
    "number": ("undoChanges", "200", "$response.body#/changes/0/number"),
}
"""Where the ids in paths come from: an operation, the status of its response, and a pointer into its body."""


def rendered(app: Litestar, base: str = "") -> bytes:
    """Return the document as it is served at a base URL; without one as it is committed in `docs/openapi.json`."""
    return (json.dumps(document(app, base), indent=2, ensure_ascii=False) + "\n").encode()


def document(app: Litestar, base: str = "") -> dict[str, Any]:
    """Return the document as plain values."""
    descriptions = Descriptions()
    paths: dict[str, dict[str, Any]] = {}
    for path, method, operation in operations_of(app):
        if operation.described:
            paths.setdefault(path, {})[method] = descriptions.operation(path, method, operation)
    _link(paths)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "taskapi",
            "version": version("taskapi"),
            "description": ABOUT,
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": base or "/"}],
        "tags": [{"name": name, "description": description} for name, description in TAGS.items()],
        "security": [{"bearer": []}],
        "paths": paths,
        "components": descriptions.components,
    }


def _link(paths: Mapping[str, Mapping[str, Any]]) -> None:
    """Add links to each response with an id, to the operations that take it."""
    answers = {
        operation["operationId"]: operation["responses"] for item in paths.values() for operation in item.values()
    }
    for path, item in paths.items():
        for name in names_in(path):
            source, status, place = SOURCES[name]
            links = answers[source][status].setdefault("links", {})
            for operation in item.values():
                name_of_operation = operation["operationId"]
                links[name_of_operation] = {"operationId": name_of_operation, "parameters": {name: place}}


def operations_of(app: Litestar) -> Iterator[tuple[str, str, Operation]]:
    """Yield every routed operation with its path template and its method in lower case, in a fixed order."""
    for route in app.routes:
        if isinstance(route, HTTPRoute):
            handlers = {method: handler for handler in route.route_handlers for method in handler.http_methods}
            for method in sorted(handlers, key=METHODS.index):
                operation = handlers[method].opt.get("operation")
                if operation is not None:
                    yield route.path_format, method.lower(), operation
