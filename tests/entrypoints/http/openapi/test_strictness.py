"""Nothing is ignored: whatever the OpenAPI document describes refuses what it does not describe, by name."""

from typing import Any

import pytest

from adapters.testing.builders import a_task
from tests.entrypoints.http.support.api import Api
from tests.entrypoints.http.support.document import DOCUMENT, first_example_of, operations_in

OPERATIONS = {
    operation["operationId"]: (path, method, operation) for path, method, operation in operations_in(DOCUMENT)
}
WITH_BODY = [name for name, (_, _, operation) in OPERATIONS.items() if "requestBody" in operation]


async def violations_of(api: Api, name: str, **request: Any) -> list[tuple[str, str]]:
    """Return the violations of a call with the operation's example and something more."""
    path, method, operation = OPERATIONS[name]
    somebody = await api.person()
    parts = [str(a_task().id) if part.startswith("{") else part for part in path.split("/")]
    if "requestBody" in operation:
        example = first_example_of(operation)
        request["json"] = {**example, **request.pop("fields", {})}
    answer = await somebody(method.upper(), "/".join(parts), **request)
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid-input")
    return [(violation["pointer"], violation["code"]) for violation in answer.json()["errors"]]


@pytest.mark.parametrize("name", OPERATIONS)
async def test_an_unknown_parameter_is_refused_by_every_operation(api: Api, name: str) -> None:
    assert await violations_of(api, name, params={"colour": "red"}) == [("/colour", "unknown-parameter")]


@pytest.mark.parametrize("name", WITH_BODY)
async def test_an_unknown_field_is_refused_by_every_operation(api: Api, name: str) -> None:
    assert await violations_of(api, name, fields={"colour": "red"}) == [("/colour", "unknown-field")]
