"""What the documentation page fills in by itself is accepted: no call fails because of its form."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from tests.entrypoints.http.support.api import Person, running
from tests.entrypoints.http.support.document import DOCUMENT, first_example_of, operations_in, resolved

OPERATIONS = {
    operation["operationId"]: (path, method, operation) for path, method, operation in operations_in(DOCUMENT)
}
UNKNOWABLE = {"refreshTokens": 401}
"""No document knows a token that is valid now."""


def filled_in(operation: Mapping[str, Any], place: str) -> Iterator[tuple[str, Any]]:
    """Yield the names and the initial values of parameters, as Swagger UI chooses them."""
    for parameter in map(resolved, operation["parameters"]):
        schema = resolved(parameter["schema"])
        named = [each["value"] for each in parameter.get("examples", {}).values()]
        values = [*named, *(each[key] for each, key in _initial(parameter, schema) if key in each)]
        if parameter["in"] == place and values:
            yield parameter["name"], values[0]


def _initial(parameter: Mapping[str, Any], schema: Mapping[str, Any]) -> Iterator[tuple[Mapping[str, Any], str]]:
    yield parameter, "example"
    yield schema, "example"
    yield schema, "default"


@pytest.mark.parametrize("name", OPERATIONS)
async def test_an_untouched_form_is_accepted(name: str) -> None:
    path, method, operation = OPERATIONS[name]
    async with running() as api:
        credentials = first_example_of(OPERATIONS["register"][2])
        if name != "register":
            await api("POST", "auth/register", json=credentials)
        tokens = {} if name == "register" else (await api("POST", "auth/login", json=credentials)).json()
        person = Person(api, credentials["email"], {"token": tokens.get("token", "")})
        caller = api if operation.get("security") == [] else person
        if "{task_id}" in path:
            path = path.format(task_id=(await person.task())["id"])
        if "{project_id}" in path:
            path = path.format(project_id=(await person("POST", "projects", json={"name": "x"})).json()["id"])
        if "{session_id}" in path:
            path = path.format(session_id=(await person("GET", "auth/sessions")).json()[0]["id"])
        if "{token_id}" in path:
            token = await person("POST", "auth/tokens", json={"name": "CI", "scopes": ["account"]})
            path = path.format(token_id=token.json()["id"])
        if "{label}" in path:
            await person.task(labels=["home"])
            path = path.format(label="home")
        if "{number}" in path:
            await person.task()
            path = path.format(number=1)
        if name == "undoChanges":
            task = await person.task()
            await person("DELETE", f"tasks/{task['id']}")
        body = {"json": first_example_of(operation)} if "requestBody" in operation else {}

        answer = await caller(
            method.upper(),
            path,
            params=dict(filled_in(operation, "query")),
            headers={field: str(value) for field, value in filled_in(operation, "header")},
            **body,
        )

    assert answer.status_code == UNKNOWABLE.get(name, answer.status_code), answer.text
    assert answer.is_success or name in UNKNOWABLE, answer.text


def test_optional_parameters_are_filled_in_with_defaults_only() -> None:
    filled = {name for _, _, operation in OPERATIONS.values() for name, _ in filled_in(operation, "query")}
    assert filled == {"sort", "limit", "offset", "count", "tz", "group"}
    assert [name for _, _, operation in OPERATIONS.values() for name, _ in filled_in(operation, "header")] == []
