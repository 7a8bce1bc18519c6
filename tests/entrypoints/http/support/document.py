"""The OpenAPI document, read as a client generator reads it."""

from collections.abc import Iterator, Mapping
from typing import Any

import jsonschema_rs
from litestar import Litestar

from entrypoints.http.openapi.document import document
from entrypoints.server.application import application
from tests.entrypoints.http.support.api import a_container
from tests.entrypoints.http.support.formats import FORMATS

METHODS = ("get", "put", "post", "delete", "patch")


def an_app() -> Litestar:
    """The routed application, not running."""
    container = a_container()
    app = application(container)
    return app.litestar


APP = an_app()
DOCUMENT = document(APP)


def operations_in(document: Mapping[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Every operation with its path and method."""
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                yield path, method, item[method]


def resolved(value: Mapping[str, Any]) -> Mapping[str, Any]:
    """Resolve a reference."""
    while "$ref" in value:
        reference, value = value["$ref"], DOCUMENT
        for part in reference.removeprefix("#/").split("/"):
            value = value[part]
    return value


def validator(schema: Mapping[str, Any]) -> jsonschema_rs.Draft202012Validator:
    """Return a validator for one schema, which checks formats as they are documented."""
    whole = {**schema, "components": DOCUMENT["components"]}
    return jsonschema_rs.Draft202012Validator(whole, validate_formats=True, formats=dict(FORMATS))


def answers_in(document: Mapping[str, Any]) -> Iterator[tuple[str, int, Mapping[str, Any]]]:
    """Yield every response of every operation, with its `operationId` and status."""
    for _, _, operation in operations_in(document):
        for status, answer in operation["responses"].items():
            yield operation["operationId"], int(status), resolved(answer)


def first_example_of(operation: Mapping[str, Any]) -> dict[str, Any]:
    """Return the first example of the body of an operation, which the documentation page fills in."""
    examples = operation["requestBody"]["content"]["application/json"]["examples"]
    value: dict[str, Any] = next(iter(examples.values()))["value"]
    return value


def media_types_in(document: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield every schema of a request or response body, with its location."""
    for _, _, operation in operations_in(document):
        for media in operation.get("requestBody", {}).get("content", {}).values():
            yield f"{operation['operationId']} request", media
    for name, status, answer in answers_in(document):
        for media in answer.get("content", {}).values():
            yield f"{name} {status}", media
