"""The document suits generators of clients and validators: each test is about a reason for which one of them failed."""

import re
from collections.abc import Iterator, Mapping
from itertools import permutations
from typing import Any

import jsonschema_rs
import pytest

from tests.entrypoints.http.support.document import DOCUMENT, answers_in, media_types_in, operations_in, resolved

SCHEMAS: Mapping[str, dict[str, Any]] = DOCUMENT["components"]["schemas"]
CONSTRUCTORS = ("New", "Nullable", "Api")
"""What the generator for Go writes before the name of a model."""


def objects_in(value: Any) -> Iterator[dict[str, Any]]:
    """Yield every JSON object of the document, except for examples."""
    if isinstance(value, dict):
        yield value
        for name, inner in value.items():
            if name not in {"example", "examples"}:
                yield from objects_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from objects_in(inner)


OBJECTS = list(objects_in(DOCUMENT))
PATTERNS = sorted({each["pattern"] for each in OBJECTS if isinstance(each.get("pattern"), str)})


def parameters_in(operation: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield from (resolved(parameter) for parameter in operation["parameters"])


def test_no_pattern_stands_beside_a_format() -> None:
    # Clients match it against the parsed time or UUID, and raise.
    assert [each for each in OBJECTS if "pattern" in each and "format" in each] == []


@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_pattern_means_the_same_in_every_dialect(pattern: str) -> None:
    assert re.search(r"\\[pPdDsSwWbB]|\(\?[^:]", pattern) is None, "classes of Unicode and lookaround are not portable"
    assert set(re.findall(r"\\(.)", pattern)) <= set("txru*."), (
        "other escapes are errors in the Unicode mode of ECMA-262"
    )
    re.compile(pattern)
    schema = {"type": "string", "pattern": pattern}
    # The engine without lookaround and backreferences, as in Go and Rust.
    jsonschema_rs.Draft202012Validator(schema, pattern_options=jsonschema_rs.RegexOptions())


def test_no_name_is_derived_from_another() -> None:
    for name, other in permutations(SCHEMAS, 2):
        assert re.match(f"{name}(?![a-z])", other) is None, other
        assert other not in {f"{prefix}{name}" for prefix in CONSTRUCTORS}


def test_every_object_and_enumeration_has_a_name() -> None:
    named = list(SCHEMAS.values())
    unnamed = [each for each in OBJECTS if each.keys() & {"enum", "properties", "oneOf", "allOf"} and each not in named]
    assert unnamed == []
    for place, media in media_types_in(DOCUMENT):
        schema = media["schema"]
        if place.startswith("streamChanges 200"):
            continue  # it is text
        assert "$ref" in (schema["items"] if schema.get("type") == "array" else schema), place


def test_every_error_is_described_by_the_same_schema() -> None:
    errors = [(name, status, answer) for name, status, answer in answers_in(DOCUMENT) if status >= 400]
    assert len(errors) > 100
    for name, status, answer in errors:
        media = answer["content"]
        assert list(media) == ["application/problem+json"], (name, status)
        assert media["application/problem+json"]["schema"] == {"$ref": "#/components/schemas/Problem"}, (name, status)


def test_no_property_has_a_default() -> None:
    # It makes the property required in TypeScript.
    properties = [each for schema in SCHEMAS.values() for each in schema.get("properties", {}).values()]
    assert [each for each in properties if "default" in each] == []


def test_no_parameter_has_anything_beside_a_reference() -> None:
    # A default or an example beside it makes the parameter untyped in Python.
    schemas = [
        parameter["schema"] for _, _, operation in operations_in(DOCUMENT) for parameter in parameters_in(operation)
    ]
    assert [schema for schema in schemas if "$ref" in schema and len(schema) > 1] == []


def test_no_two_enumerations_share_a_value() -> None:
    # In Go the values of all enumerations are constants of one package.
    values = [value for schema in SCHEMAS.values() for value in schema.get("x-enum-varnames", schema.get("enum", []))]
    assert len(values) > 10
    assert len({value.upper() for value in values}) == len(values)


def test_only_calls_of_the_api_are_operations() -> None:
    media_types = {media_type for _, _, answer in answers_in(DOCUMENT) for media_type in answer.get("content", {})}
    assert media_types == {"application/json", "application/problem+json", "text/event-stream"}
    paths = [path for path, _, _ in operations_in(DOCUMENT)]
    assert [path for path in paths if not path.startswith(("/api/v1/", "/health"))] == []


def test_every_operation_has_one_tag_that_is_described() -> None:
    described = {tag["name"] for tag in DOCUMENT["tags"]}
    assert {tuple(operation["tags"]) for _, _, operation in operations_in(DOCUMENT)} == {(tag,) for tag in described}
