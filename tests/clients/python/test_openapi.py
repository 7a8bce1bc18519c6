"""Types and calls of the client are those of the OpenAPI document, both ways."""

import inspect
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, get_args, get_type_hints
from urllib.parse import quote
from uuid import UUID

import pytest

from taskapi_client import Client, ErrorCode
from taskapi_client.core.calls import Call
from taskapi_client.core.operations import Change, Declaration, Iteration, Resource
from taskapi_client.types.model import Model, OpenEnum, Versioned
from tests.clients.python.support.shapes import (
    Shape,
    classes,
    fields_of_class,
    fields_of_schema,
    shape_of_schema,
    shape_of_type,
    words_of,
)
from tests.support.repository import ROOT

DOCUMENT: Mapping[str, Any] = json.loads((ROOT / "docs/openapi.json").read_text(encoding="utf-8"))
SCHEMAS: Mapping[str, Any] = DOCUMENT["components"]["schemas"]
OPERATIONS: Mapping[tuple[str, str], Any] = {
    (method.upper(), path): operation
    for path, operations in DOCUMENT["paths"].items()
    for method, operation in operations.items()
}
SHARED_PARAMETERS: Mapping[str, Any] = DOCUMENT["components"]["parameters"]
SAFE = "GET"
CLASSES = classes()
ID, NUMBER, TEXT = UUID(int=1), 7, "a/b ü"
"""What stands in paths."""


def resources() -> Iterator[type[Resource[Any]]]:
    with Client("http://localhost") as client:
        yield from (type(member) for member in vars(client).values() if isinstance(member, Resource))


DECLARATIONS: Mapping[tuple[str, str], Declaration[Any, Any]] = {
    (member.method, member.path): member
    for resource in resources()
    for member in vars(resource).values()
    if isinstance(member, Declaration)
}
each_operation = pytest.mark.parametrize("operation", OPERATIONS, ids=" ".join)


def test_every_operation_has_a_method_and_every_method_an_operation() -> None:
    assert sorted(DECLARATIONS) == sorted(OPERATIONS)


def test_an_operation_without_a_public_method_has_a_public_iteration() -> None:
    members = {name: member for resource in resources() for name, member in vars(resource).items()}
    private = [name for name, member in members.items() if isinstance(member, Declaration) and name.startswith("_")]

    assert private == ["_stream"]
    assert all(isinstance(members[name.removeprefix("_")], Iteration) for name in private)


def test_every_schema_has_a_type_and_every_type_a_schema() -> None:
    parameters = {parameters_type(declaration) for declaration in DECLARATIONS.values()}
    queries = {cls.__name__ for cls in parameters if cls is not None} - set(SCHEMAS)

    assert sorted(CLASSES) == sorted({*SCHEMAS, *queries, "ErrorCode"})


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_type_has_exactly_the_fields_of_its_schema(name: str) -> None:
    schema, cls = SCHEMAS[name], CLASSES[name]

    if "enum" in schema:
        assert issubclass(cls, OpenEnum)
        assert words_of(cls) == schema["enum"]
        assert [member.name for member in cls] == schema.get("x-enum-varnames", [member.name for member in cls])
    elif "oneOf" in schema:
        assert {shape_of_type(member) for member in get_args(cls)} == {
            shape_of_schema(each) for each in schema["oneOf"]
        }
    else:
        assert fields_of_class(cls) == fields_of_schema(schema)
        assert issubclass(cls, Model) is (schema.get("additionalProperties") is not False)


@each_operation
def test_a_result_has_the_type_of_the_response(operation: tuple[str, str]) -> None:
    document, answer = OPERATIONS[operation], DECLARATIONS[operation].answer
    responses = [response for status, response in document["responses"].items() if status[0] == "2"]
    contents = [response["content"] for response in responses if "content" in response]
    schemas = [content["application/json"]["schema"] for content in contents if "application/json" in content]

    if schemas:
        assert {repr(shape_of_schema(schema)) for schema in schemas} == {repr(shape_of_type(answer))}
    else:
        assert answer is (bytes if contents else type(None))


@each_operation
def test_a_method_takes_the_parameters_and_the_body(operation: tuple[str, str]) -> None:
    document, declaration = OPERATIONS[operation], DECLARATIONS[operation]
    query = {
        parameter["name"]: (shape_of_schema(parameter["schema"]), parameter.get("required", False))
        for parameter in parameters_of(document)
        if parameter["in"] == "query"
    }
    cls = parameters_type(declaration)
    is_body = cls is not None and cls.__name__ in SCHEMAS

    assert (fields_of_class(cls) if cls is not None and not is_body else {}) == query
    if is_body:
        assert cls.__name__ == body_schema_of(document)


@each_operation
def test_a_method_sends_every_example_of_a_body(operation: tuple[str, str]) -> None:
    document, declaration = OPERATIONS[operation], DECLARATIONS[operation]
    method, path = operation

    for example in examples_of(document):
        call = call_of(declaration, example)
        assert (call.method, call.path) == (method, re.sub(r"{.*?}", as_sent, path))
        assert (None if call.body is None else json.loads(call.body)) == (example or None)


@each_operation
def test_a_method_sends_the_headers_that_the_operation_takes(operation: tuple[str, str]) -> None:
    document, declaration = OPERATIONS[operation], DECLARATIONS[operation]
    method, _ = operation
    taken = {parameter["name"] for parameter in parameters_of(document) if parameter["in"] == "header"}

    assert ("Idempotency-Key" in taken) is (method != SAFE)
    assert ("Prefer" in taken) is isinstance(declaration, Change)
    assert ("security" in document and document["security"] == []) is declaration.public
    if method != SAFE:
        assert ("If-Match" in taken) is ("If-Match" in call_of(declaration, examples_of(document)[0]).headers)


@each_operation
def test_an_error_has_a_known_code(operation: tuple[str, str]) -> None:
    codes = {
        code
        for status, response in OPERATIONS[operation]["responses"].items()
        if status[0] in "45"
        for content in resolved(response)["content"].values()
        for code in content["examples"]
    }

    assert codes
    assert codes <= {*ErrorCode}


def test_the_client_knows_exactly_the_codes_that_the_guide_explains() -> None:
    guide = (ROOT / "docs/api.md").read_text(encoding="utf-8")

    assert sorted(words_of(ErrorCode)) == sorted(re.findall(r"^\| \d{3} \| `([a-z-]+)`", guide, re.MULTILINE))


def parameters_of(document: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    parameters = document["parameters"]
    return [SHARED_PARAMETERS[each["$ref"].rpartition("/")[2]] if "$ref" in each else each for each in parameters]


def resolved(response: Mapping[str, Any]) -> Mapping[str, Any]:
    if "$ref" not in response:
        return response
    found: Mapping[str, Any] = DOCUMENT["components"]["responses"][response["$ref"].rpartition("/")[2]]
    return found


def parameters_type(declaration: Declaration[Any, Any]) -> Any:
    """Return the `TypedDict` of the keyword arguments of a method."""
    for name, parameter in inspect.signature(declaration.describe).parameters.items():
        if parameter.kind is parameter.VAR_KEYWORD:
            (cls,) = get_args(get_type_hints(declaration.describe)[name])
            return cls
    return None


def body_schema_of(document: Mapping[str, Any]) -> Shape | None:
    if "requestBody" not in document:
        return None
    return shape_of_schema(document["requestBody"]["content"]["application/json"]["schema"])


def examples_of(document: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the examples of a body; an empty one for an operation that takes none."""
    if "requestBody" not in document:
        return [{}]
    examples = document["requestBody"]["content"]["application/json"]["examples"]
    return [example["value"] for example in examples.values()]


def call_of(declaration: Declaration[Any, Any], body: Mapping[str, Any]) -> Call[Any]:
    """Return the call with a body, on an object if the method takes one."""
    hints = get_type_hints(declaration.describe)
    _, *parameters = inspect.signature(declaration.describe).parameters.values()
    path = [path_argument(hints[each.name]) for each in parameters if each.kind is each.POSITIONAL_ONLY]
    return declaration.call(*path, **body)


def path_argument(hint: Any) -> Any:
    """Return an object of the type of a parameter in the path; of several types one with a version."""
    options = get_args(hint) or (hint,)
    for cls in options:
        if inspect.isclass(cls) and issubclass(cls, Versioned):
            values: dict[str, Any] = {name: 1 if name == "version" else ID for name in cls.__struct_fields__}
            return cls(**values)
    return {int: NUMBER, UUID: ID, str: TEXT}[options[0]]


def as_sent(parameter: re.Match[str]) -> str:
    """Return what `path_argument` is in the path."""
    return {"{number}": str(NUMBER), "{label}": quote(TEXT, safe="")}.get(parameter[0], str(ID))
