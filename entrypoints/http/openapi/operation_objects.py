"""The operation objects of OpenAPI: parameters, bodies, responses, and every problem with an example."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from http import HTTPStatus
from typing import Any

from attrs import define, field
from msgspec import to_builtins

from domain.changes.recorded_change import LAST_NUMBER
from domain.errors import DomainError
from domain.statistics.summary import SummaryRequest
from domain.text import LABEL
from entrypoints.http.dispatch.operations import (
    ALLOW,
    ETAG,
    IF_NONE_MATCH,
    RATE_LIMIT,
    RATE_LIMIT_POLICY,
    RETRY_AFTER,
    WWW_AUTHENTICATE,
    Header,
    Operation,
)
from entrypoints.http.dispatch.paths import names_in
from entrypoints.http.openapi import examples
from entrypoints.http.openapi.error_examples import ERRORS
from entrypoints.http.openapi.possible_errors import problems_of
from entrypoints.http.openapi.schemas import Schemas
from entrypoints.http.requests.errors import RateLimited
from entrypoints.http.requests.parsing.list_requests import (
    CHANGE_LIST_PARAMETERS,
    EVENT_STREAM_PARAMETERS,
    HISTORY_PARAMETERS,
    LABEL_LIST_PARAMETERS,
    PAST_PARAMETERS,
    PAST_TASK_PARAMETERS,
    SESSION_LIST_PARAMETERS,
    ChangeListRequest,
    EventStreamRequest,
    HistoryRequest,
    LabelListRequest,
    PastRequest,
    PastTaskRequest,
    SessionListRequest,
)
from entrypoints.http.requests.parsing.projects.requests import (
    PROJECT_LIST_PARAMETERS,
    PROJECT_REMOVAL_PARAMETERS,
    ProjectListRequest,
    ProjectRemovalRequest,
)
from entrypoints.http.requests.parsing.query_parameters import Parameter
from entrypoints.http.requests.parsing.task_list_parameters import LIST_PARAMETERS, SUMMARY_PARAMETERS
from entrypoints.http.requests.parsing.task_list_request import TaskListRequest
from entrypoints.http.requests.parsing.text_schemas import UUID, text_input
from entrypoints.http.responses.problems import headers_of, problem_of, status_of
from entrypoints.http.responses.views import Problem

JSON = "application/json"
PROBLEM = "application/problem+json"

QUERIES: Mapping[Any, Sequence[Parameter]] = {
    None: (),
    TaskListRequest: LIST_PARAMETERS,
    SummaryRequest: SUMMARY_PARAMETERS,
    SessionListRequest: SESSION_LIST_PARAMETERS,
    ChangeListRequest: CHANGE_LIST_PARAMETERS,
    EventStreamRequest: EVENT_STREAM_PARAMETERS,
    HistoryRequest: HISTORY_PARAMETERS,
    LabelListRequest: LABEL_LIST_PARAMETERS,
    PastRequest: PAST_PARAMETERS,
    PastTaskRequest: PAST_TASK_PARAMETERS,
    ProjectListRequest: PROJECT_LIST_PARAMETERS,
    ProjectRemovalRequest: PROJECT_REMOVAL_PARAMETERS,
}
"""The parameters that a query is read from."""
REQUEST_ID = Header(
    "X-Request-Id",
    "Names the request, in its answer and in the log.",
    {"type": "string", "pattern": "^[A-Za-z0-9._~+/=:@-]{1,128}$", "examples": [examples.REQUEST_ID]},
)
WISHED_ID = Header(
    "X-Request-Id",
    "An id for the request: 1 to 128 letters, digits and `._~+/=:@-`; any other is replaced by a generated one.",
    {"type": "string", "examples": [examples.REQUEST_ID]},
)
PATH_PARAMETERS: Mapping[str, Any] = {
    "number": {"type": "integer", "format": "int64", "minimum": 1, "maximum": LAST_NUMBER},
    "label": text_input(LABEL),
}
"""The schemas of those that are not ids."""
QUOTA = (RATE_LIMIT, RATE_LIMIT_POLICY)
COMMON = (*QUOTA, REQUEST_ID)
"""Described once."""
WITH_ERRORS = {header.name.lower(): header for header in (ALLOW, ETAG, RETRY_AFTER, WWW_AUTHENTICATE)}


BEARER = "The token of a session (`POST /api/v1/auth/login`), or a personal access token (`POST /api/v1/auth/tokens`)."
ONLY_SESSIONS = "Not for personal access tokens: it needs the token of a session."


@define
class Descriptions:
    """Describes operations, and collects the components that the descriptions refer to."""

    schemas: Schemas = field(factory=Schemas, init=False)
    _responses: dict[str, Any] = field(factory=dict, init=False)

    @property
    def components(self) -> dict[str, Any]:
        """Everything that was referred to so far, and how to authenticate."""
        return {
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer", "description": BEARER}},
            "parameters": {WISHED_ID.name: _in_header(WISHED_ID)},
            "headers": {header.name: _header(header) for header in COMMON},
            "responses": dict(sorted(self._responses.items())),
            "schemas": dict(sorted(self.schemas.components.items())),
        }

    def operation(self, path: str, method: str, operation: Operation) -> dict[str, Any]:
        """One operation at a path template, its method in lower case."""
        return {
            "operationId": operation.id,
            "tags": [operation.tag],
            "summary": operation.summary,
            **({"description": description} if (description := _description(operation)) else {}),
            **({"security": []} if operation.public else {}),
            "parameters": [
                *(_in_path(name) for name in names_in(path)),
                *(self._in_query(parameter) for parameter in QUERIES[operation.query]),
                *(_in_header(header) for header in operation.takes),
                {"$ref": f"#/components/parameters/{WISHED_ID.name}"},
            ],
            **({"requestBody": self._body(operation.body)} if operation.body else {}),
            "responses": {**self._successes(method, operation), **self._failures(problems_of(path, method, operation))},
        }

    def _in_query(self, parameter: Parameter) -> dict[str, Any]:
        # Not `example` of the parameter, which the documentation page would send with every request.
        values = parameter.example if parameter.many else [parameter.example]
        schema = {**parameter.schema, "examples": values}
        if parameter.component:  # without anything beside the reference, which some generators do not understand
            schema = self.schemas.named(parameter.component, parameter.schema)
        if parameter.many:
            schema = {"type": "array", "items": schema}
        return {"name": parameter.name, "in": "query", "description": parameter.meaning, "schema": schema}

    def _body(self, kind: type) -> dict[str, Any]:
        bodies = [each[kind] for each in (examples.SENT, examples.ALSO_SENT) if kind in each]
        named = {f"example {number}": {"value": body} for number, body in enumerate(bodies, start=1)}
        return {"required": True, "content": {JSON: {"schema": self.schemas.sent(kind), "examples": named}}}

    def _successes(self, method: str, operation: Operation) -> dict[str, Any]:
        headers = _headers(operation.gives if operation.public else (*operation.gives, *QUOTA))
        answer: dict[str, Any] = {
            "description": HTTPStatus(operation.status).phrase,
            "headers": headers,
        }
        if operation.answer is not None:
            media = {"schema": self.schemas.given(operation.answer)}
            if operation.answer in examples.GIVEN:
                media["example"] = to_builtins(examples.GIVEN[operation.answer])
            answer["content"] = {operation.media_type: media}
        if operation.repeated:
            return {"200": {**answer, "description": operation.repeated}, str(operation.status): answer}
        if method != "get" or IF_NONE_MATCH not in operation.takes:
            return {str(operation.status): answer}
        unchanged = {"description": "The client has it already.", "headers": headers}
        return {str(operation.status): answer, "304": unchanged}

    def _failures(self, errors: Iterable[type[DomainError]]) -> dict[str, Any]:
        by_status: defaultdict[int, list[type[DomainError]]] = defaultdict(list)
        for error in dict.fromkeys(errors):
            by_status[status_of(error).value].append(error)
        return {str(status): self._failure(by_status[status]) for status in sorted(by_status)}

    def _failure(self, errors: Iterable[type[DomainError]]) -> dict[str, Any]:
        error_examples = {error.code: ERRORS[error] for error in errors}
        name = "-or-".join(error_examples)
        if name not in self._responses:
            names = sorted({name for error in error_examples.values() for name in headers_of(error)})
            quota = QUOTA if RateLimited.code in error_examples else ()
            self._responses[name] = {
                "description": "\n".join(_line(error) for error in error_examples.values()),
                "headers": _headers((*(WITH_ERRORS[name] for name in names), *quota)),
                "content": {PROBLEM: {"schema": self.schemas.given(Problem), "examples": _examples(error_examples)}},
            }
        return {"$ref": f"#/components/responses/{name}"}


def _description(operation: Operation) -> str:
    if operation.public:
        return operation.description
    access = f"A personal access token needs the scope `{operation.scope}`."
    return f"{operation.description} {access if operation.scope else ONLY_SESSIONS}".strip()


def _line(error: DomainError) -> str:
    text = str(error).replace("<", "&lt;")  # descriptions are Markdown
    return f"* `{error.code}`: {text}"


def _examples(error_examples: Mapping[str, DomainError]) -> dict[str, Any]:
    return {
        code: {"value": to_builtins(problem_of(error, examples.REQUEST_ID))} for code, error in error_examples.items()
    }


def _headers(headers: Iterable[Header]) -> dict[str, Any]:
    return {
        header.name: {"$ref": f"#/components/headers/{header.name}"} if header in COMMON else _header(header)
        for header in (*headers, REQUEST_ID)
    }


def _header(header: Header) -> dict[str, Any]:
    return {"description": header.meaning, "schema": header.schema}


def _in_header(header: Header) -> dict[str, Any]:
    return {"name": header.name, "in": "header", **_header(header)}


def _in_path(name: str) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "schema": PATH_PARAMETERS.get(name, UUID)}
