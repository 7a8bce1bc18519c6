"""The OpenAPI document is well-formed, complete, and says the same as the routes."""

import difflib
import json
from collections.abc import Iterator
from typing import Any

import jsonschema_rs
import pytest
from litestar.routes import HTTPRoute
from schemathesis.specs.openapi.definitions import OPENAPI_31

from domain.text import BLANK
from entrypoints.http.openapi import examples
from entrypoints.http.openapi.document import rendered
from entrypoints.http.openapi.error_examples import ERRORS
from entrypoints.http.openapi.operation_objects import QUERIES
from entrypoints.http.requests.errors import MethodNotAllowed
from entrypoints.http.requests.parsing.decoding import structured
from entrypoints.http.requests.parsing.query_parameters import Parameter
from entrypoints.http.responses.problems import is_expected, status_of
from tests.entrypoints.http.support.api import Api
from tests.entrypoints.http.support.document import APP, DOCUMENT, answers_in, media_types_in, operations_in, validator
from tests.entrypoints.http.support.errors import public_errors
from tests.support.repository import ROOT

SNAPSHOT = ROOT / "docs" / "openapi.json"
MEDIA_TYPES = dict(media_types_in(DOCUMENT))


def test_the_committed_document_is_the_present_one() -> None:
    present, committed = rendered(APP).decode(), SNAPSHOT.read_text(encoding="utf-8")
    changes = difflib.unified_diff(committed.splitlines(), present.splitlines(), "committed", "present", lineterm="")
    assert committed == present, "\n".join(["renew it: taskapi openapi > docs/openapi.json", *changes])


async def test_it_is_served_as_it_is_rendered(api: Api) -> None:
    answer = await api("GET", "/openapi.json")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
    assert rendered(APP) == answer.content


def test_it_is_an_openapi_3_1_document() -> None:
    problems = jsonschema_rs.Draft202012Validator(OPENAPI_31).iter_errors(DOCUMENT)
    assert [f"{problem.instance_path}: {problem.message}" for problem in problems] == []


def schemas_in(value: Any) -> Iterator[dict[str, Any]]:
    """Every schema, wherever it stands."""
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
        if key == "schemas":
            yield from inner.values()
        elif key == "schema":
            yield inner
        elif isinstance(inner, dict | list):
            yield from schemas_in(inner)


def test_every_schema_is_a_json_schema() -> None:
    schemas = list(schemas_in(DOCUMENT))
    assert len(schemas) > 100
    for schema in schemas:
        jsonschema_rs.meta.validate(schema)
        validator(schema)  # patterns compile, references lead somewhere


def test_what_is_described_is_what_is_routed() -> None:
    routed = {
        (route.path_format, method.lower())
        for route in APP.routes
        if isinstance(route, HTTPRoute)
        for handler in route.route_handlers
        for method in handler.http_methods
        if method != "OPTIONS" and handler.opt["operation"].tag != "Documentation"
    }
    assert routed == {(path, method) for path, method, _ in operations_in(DOCUMENT)}


def test_every_operation_has_a_name_of_its_own() -> None:
    names = [operation["operationId"] for _, _, operation in operations_in(DOCUMENT)]
    assert sorted(set(names)) == sorted(names)


def test_every_operation_that_needs_a_token_says_so() -> None:
    public = {each["operationId"] for _, _, each in operations_in(DOCUMENT) if each.get("security") == []}
    assert public == {"register", "logIn", "refreshTokens", "readHealth", "readReadiness"}
    assert DOCUMENT["security"] == [{"bearer": []}]


def test_every_body_that_is_sent_is_described_to_the_letter() -> None:
    sent = [media["schema"]["$ref"].rpartition("/")[2] for place, media in MEDIA_TYPES.items() if "request" in place]
    assert len(sent) == 15
    assert all(DOCUMENT["components"]["schemas"][name]["additionalProperties"] is False for name in sent)


@pytest.mark.parametrize("place", MEDIA_TYPES)
def test_every_example_is_one(place: str) -> None:
    media = MEDIA_TYPES[place]
    given = [each["value"] for each in media.get("examples", {}).values()]
    given += [media["example"]] if "example" in media else []
    assert given
    for each in given:
        validator(media["schema"]).validate(each)


BODIES = [*examples.SENT.items(), *examples.ALSO_SENT.items()]


@pytest.mark.parametrize(("kind", "body"), BODIES, ids=[kind.__name__ for kind, _ in BODIES])
def test_every_example_of_a_body_is_accepted(kind: type, body: object) -> None:
    assert isinstance(structured(json.dumps(body).encode(), kind), kind)


PARAMETERS = [parameter for parameters in QUERIES.values() for parameter in parameters]


@pytest.mark.parametrize("parameter", PARAMETERS, ids=[parameter.name for parameter in PARAMETERS])
def test_every_example_and_default_of_a_parameter_is_one(parameter: Parameter) -> None:
    values = list(parameter.example) if parameter.many else [parameter.example]
    for value in [*values, *([parameter.schema["default"]] if "default" in parameter.schema else [])]:
        validator(parameter.schema).validate(value)
        parameter.read(value if isinstance(value, str) else json.dumps(value))


OF_NO_OPERATION = {MethodNotAllowed}
"""Errors of no operation, documented in the introduction."""


def test_every_error_that_a_client_can_get_is_described() -> None:
    assert public_errors("domain", "application", "entrypoints") == set(ERRORS)
    assert all(is_expected(error) for error in ERRORS.values())
    expected = {(status_of(error).value, error.code) for error in set(ERRORS) - OF_NO_OPERATION}
    assert expected == {
        (status, code)
        for _, status, answer in answers_in(DOCUMENT)
        for code in answer.get("content", {}).get("application/problem+json", {}).get("examples", {})
    }


def test_every_example_of_a_problem_has_the_status_of_its_response() -> None:
    for name, status, answer in answers_in(DOCUMENT):
        for code, example in answer.get("content", {}).get("application/problem+json", {}).get("examples", {}).items():
            assert (example["value"]["status"], example["value"]["code"]) == (status, code), name


def test_only_reading_can_find_something_unchanged() -> None:
    methods = {method for _, method, operation in operations_in(DOCUMENT) if "304" in operation["responses"]}
    assert methods == {"get"}


def test_blanks_are_what_the_domain_trims() -> None:
    blank = validator({"pattern": f"^[{BLANK}]$"})
    characters = [chr(point) for point in range(0x110000) if not 0xD800 <= point < 0xE000]
    assert [char for char in characters if not char.strip()] == [char for char in characters if blank.is_valid(char)]
