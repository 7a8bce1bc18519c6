"""Calls: what is to be sent, and how the response is to be read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Generic, TypeVar
from urllib.parse import quote, urlencode
from uuid import UUID

import msgspec

from taskapi_client.core.messages import SAFE_METHODS, Response
from taskapi_client.types.changes import DryRun, UndoResult
from taskapi_client.types.model import Versioned

T = TypeVar("T")
NOT_MODIFIED = 304


@dataclass(frozen=True, kw_only=True)
class Request:
    """The arguments of one call."""

    path: Mapping[str, Versioned | UUID | str | int] = field(default_factory=dict)
    """The parameters in the path; an object stands for its id."""
    query: Mapping[str, Any] = field(default_factory=dict)
    body: Mapping[str, Any] | None = None
    if_match: Versioned | UUID | None = None
    """An object is changed only if it still has this version; a bare id states no version."""
    if_none_match: str | None = None
    present: Any = None
    """The result if the response is 304, which means that `if_none_match` still names the present state."""
    wait: float = 0.0
    """Seconds that the server may hold the request."""
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Call(Generic[T]):
    """A request of the API and the parser of its response."""

    method: str
    path: str
    parse: Callable[[Response], T]
    query: str = ""
    body: bytes | None = field(default=None, repr=False)
    headers: Mapping[str, str] = field(default_factory=dict)
    public: bool = False
    """Whether it is sent without credentials."""
    wait: float = 0.0

    @property
    def is_safe(self) -> bool:
        """Whether it changes nothing, so that it needs no idempotency key."""
        return self.method in SAFE_METHODS

    @property
    def target(self) -> str:
        """Path and query string."""
        return f"{self.path}?{self.query}" if self.query else self.path

    def at(self, query: str) -> "Call[T]":
        """Return the same call with another query string."""
        return replace(self, query=query)


def call_of(method: str, path: str, request: Request, parse: Callable[[Response], T], *, public: bool) -> Call[T]:
    """Return the call for a request; `path` has the names of its parameters in braces."""
    headers = dict(request.headers)
    if isinstance(request.if_match, Versioned):
        headers["If-Match"] = f'"{request.if_match.version}"'
    if request.if_none_match is not None:
        headers["If-None-Match"] = request.if_none_match
    if request.body is not None:
        headers["Content-Type"] = "application/json"
    return Call(
        method=method,
        path=path.format_map({name: quote(str(_id_of(value)), safe="") for name, value in request.path.items()}),
        query=urlencode([pair for name, value in request.query.items() for pair in _pairs(name, value)]),
        body=None if request.body is None else msgspec.json.encode(request.body),
        headers=headers,
        parse=_or_present(parse, request.present),
        public=public,
        wait=request.wait,
    )


def dry_run_of(call: Call[T]) -> Call[DryRun[T]]:
    """Return the call that only tries a change."""

    def parse(response: Response) -> DryRun[T]:
        changes = msgspec.json.decode(response.body, type=UndoResult).changes if response.body else []
        return DryRun(result=call.parse(response), changes=changes)

    return Call(
        method=call.method,
        path=call.path,
        query=call.query,
        body=call.body,
        headers={**call.headers, "Prefer": "dry-run"},
        parse=parse,
        public=call.public,
    )


def _or_present(parse: Callable[[Response], T], present: T) -> Callable[[Response], T]:
    if present is None:
        return parse
    return lambda response: present if response.status == NOT_MODIFIED else parse(response)


def _id_of(value: Versioned | UUID | str | int) -> UUID | str | int:
    return value.id if isinstance(value, Versioned) else value


def _pairs(name: str, value: Any) -> list[tuple[str, str]]:
    values = value if isinstance(value, list | tuple | set | frozenset) else [value]
    return [(name, _text(each)) for each in values]


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return value.isoformat() if isinstance(value, date) else str(value)
