"""Operations: the one declaration for routing, validation, authentication and the OpenAPI document.

Each route handler carries its `Operation` in `opt["operation"]`. Path parameters
are ids (UUIDs with hyphens), numbers of changes, or labels.
"""

from collections.abc import Mapping
from enum import Enum, auto
from functools import cached_property
from typing import Any, TypeAlias

from attrs import frozen

from domain.accounts.personal_access_token import Scope
from domain.errors import DomainError
from domain.tasks.task import StaleTask
from entrypoints.http.requests.etags import CONDITION

JSON = "application/json"
ErrorType: TypeAlias = type[DomainError]


@frozen
class Header:
    """A header of a request or of a response."""

    name: str
    meaning: str
    schema: Mapping[str, Any]


TAGS_SENT = {"type": "string", "pattern": f"^(?:{CONDITION})$", "examples": ['"1"']}
IF_MATCH = Header(
    "If-Match",
    "Apply only if the current entity tag is one of these (RFC 9110, 13.1.1): one, a list, or `*`.",
    TAGS_SENT,
)
IF_NONE_MATCH = Header(
    "If-None-Match",
    "Apply only if the current entity tag is none of these (RFC 9110, 13.1.2): one, a list, or `*`."
    " Otherwise GET gets 304 without a body, and other methods get 412.",
    TAGS_SENT,
)
IDEMPOTENCY_KEY = Header(
    "Idempotency-Key",
    "Makes retries safe for 24 hours: the same key with the same request gets the same response.",
    {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"},
)
PROVEN_KEY = Header(
    IDEMPOTENCY_KEY.name,
    "Makes retries safe: the same request gets the same response.",
    IDEMPOTENCY_KEY.schema,
)
"""The same header where the body proves that a request is the same, so that no other can use the key."""
ETAG = Header("ETag", "Entity tag: the version of the object, quoted.", {"type": "string", "examples": ['"1"']})
PAGE_ETAG = Header(
    "ETag",
    "Weak entity tag of this page: it changes whenever the response does.",
    {"type": "string", "examples": ['W/"f1d2d2f924e986ac86fdf7b3"']},
)
LOCATION = Header("Location", "The URL of the new resource.", {"type": "string", "format": "uri-reference"})
PREFER = Header(
    "Prefer",
    "`dry-run`: answer what would happen, with the `changes` that would be made, and change nothing (RFC 7240).",
    {"type": "string", "examples": ["dry-run"]},
)
PREFERENCE_APPLIED = Header(
    "Preference-Applied", "`dry-run` if the request was only tried.", {"type": "string", "const": "dry-run"}
)
LAST_EVENT_ID = Header(
    "Last-Event-ID",
    "The number of the last change that the client has.",
    {"type": "string", "pattern": "^[0-9]+$", "examples": ["41"]},
)
EFFECTIVE_HEADERS = frozenset(header.name for header in (IF_MATCH, IF_NONE_MATCH, IDEMPOTENCY_KEY, LAST_EVENT_ID))
"""A client that sends one of these relies on it, so an operation that does not support it rejects it."""
LINK = Header("Link", 'The URL of the next page, with `rel="next"`; absent on the last page.', {"type": "string"})
TOTAL_COUNT = Header(
    "X-Total-Count",
    "How many tasks match on all pages together; only with `count=true`.",
    {"type": "integer", "minimum": 0},
)
LIMIT = Header(
    "X-Limit", "The limit that was applied; only if a higher one was requested.", {"type": "integer", "minimum": 1}
)
IDEMPOTENCY_REPLAYED = Header(
    "Idempotency-Replayed",
    "`true` if this response is replayed from an earlier request.",
    {"type": "string", "const": "true"},
)
RATE_LIMIT_POLICY = Header(
    "RateLimit-Policy",
    "The limit of one user: `q` requests in `w` seconds; absent if there is no limit.",
    {"type": "string", "examples": ['"user";q=6000;w=60']},
)
RATE_LIMIT = Header(
    "RateLimit",
    "How many more requests are accepted now (`r`), and the seconds (`t`) until the limit is full, or one is accepted.",
    {"type": "string", "examples": ['"user";r=499;t=1']},
)
RETRY_AFTER = Header("Retry-After", "Seconds until a retry can succeed.", {"type": "integer", "minimum": 1})
WWW_AUTHENTICATE = Header("WWW-Authenticate", "How to authenticate (RFC 6750, 3).", {"type": "string"})
ALLOW = Header("Allow", "The methods that this path supports.", {"type": "string"})


class Ends(Enum):
    """What of its caller an operation may end, so that a retry can no longer be authenticated."""

    NOTHING = auto()
    SESSION = auto()
    ACCOUNT = auto()


@frozen(kw_only=True)
class Operation:
    """One operation of the API."""

    id: str
    """The `operationId`, for example `readTask`."""
    tag: str
    summary: str
    description: str = ""
    described: bool = True
    """Whether the OpenAPI document contains it; pages for people and their assets are not part of the API."""
    public: bool = False
    """Whether it needs no token."""
    scope: Scope | None = None
    """The scope of a personal access token that permits it; None if only the token of a session does."""
    body: type | None = None
    """The class that the JSON body is decoded into; without one a body is rejected."""
    query: type | None = None
    """The class that the query string is parsed into; without one every parameter is rejected."""
    status: int = 200
    repeated: str = ""
    """What a response with 200 instead means; empty if there is none."""
    answer: Any = None
    """The type of the response body; None for no body."""
    media_type: str = JSON
    takes: tuple[Header, ...] = ()
    """Optional request headers that change the effect."""
    ends: Ends = Ends.NOTHING
    gives: tuple[Header, ...] = ()
    """Headers of a successful response, in addition to those of every response."""
    stale: ErrorType = StaleTask
    """The error of an operation with If-Match whose object has another version."""
    errors: tuple[ErrorType, ...] = ()
    """Errors of this operation in particular; `openapi.possible_errors` derives all of them."""
    does: tuple[type, ...] = ()
    """The use cases that its handler names; `call` determines them."""

    @cached_property
    def unsupported(self) -> frozenset[bytes]:
        """Headers that change the effect of other operations, and that this operation does not support."""
        unsupported = EFFECTIVE_HEADERS - {header.name for header in self.takes}
        return frozenset(name.lower().encode() for name in unsupported)
