"""What a call of the API is: the one declaration behind routing, strictness, authentication and the OpenAPI document.

Each route handler carries its `Operation` in `opt["operation"]`. Path parameters
are ids, always, in the canonical form of a UUID.
"""

from collections.abc import Mapping
from functools import cached_property
from typing import Any, TypeAlias

from attrs import frozen

from domain.errors import DomainError
from entrypoints.http.requests.etags import CONDITION

JSON = "application/json"
ErrorType: TypeAlias = type[DomainError]


@frozen
class Header:
    """A header that means something, in a request or in an answer."""

    name: str
    meaning: str
    schema: Mapping[str, Any]


TAGS_SENT = {"type": "string", "pattern": f"^(?:{CONDITION})$", "examples": ['"1"']}
IF_MATCH = Header(
    "If-Match",
    "Do it only if it still has this entity tag (RFC 9110, 13.1.1): one, a list, or `*`.",
    TAGS_SENT,
)
IF_NONE_MATCH = Header(
    "If-None-Match",
    "Do it only if it does not have this entity tag (RFC 9110, 13.1.2): one, a list, or `*`."
    " If it has, GET answers 304 without a body, and everything else 412.",
    TAGS_SENT,
)
IDEMPOTENCY_KEY = Header(
    "Idempotency-Key",
    "Makes a repetition harmless for 24 hours: the same key with the same request gets the same answer.",
    {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"},
)
DECIDING = (IF_MATCH, IF_NONE_MATCH, IDEMPOTENCY_KEY)
"""Who sends one of these relies on it: a call that does not take it refuses it."""
ETAG = Header("ETag", "Entity tag: the version of the task, quoted.", {"type": "string", "examples": ['"1"']})
LOCATION = Header("Location", "Where the new thing is.", {"type": "string", "format": "uri-reference"})
LINK = Header("Link", 'Where the next page is, with `rel="next"`; absent on the last.', {"type": "string"})
TOTAL_COUNT = Header(
    "X-Total-Count", "How many match on all pages together; only with `count=true`.", {"type": "integer", "minimum": 0}
)
LIMIT = Header(
    "X-Limit", "The limit that was applied; only if a higher one was requested.", {"type": "integer", "minimum": 1}
)
IDEMPOTENCY_REPLAYED = Header(
    "Idempotency-Replayed", "`true` if this answer was given before.", {"type": "string", "const": "true"}
)
RATE_LIMIT_POLICY = Header(
    "RateLimit-Policy",
    "How many requests (`q`) of one user are answered in how many seconds (`w`); not there if there is no limit.",
    {"type": "string", "examples": ['"user";q=6000;w=60']},
)
RATE_LIMIT = Header(
    "RateLimit",
    "How many more are welcome just now (`r`), and in how many seconds (`t`) as many as ever; after a refusal, one.",
    {"type": "string", "examples": ['"user";r=499;t=1']},
)
RETRY_AFTER = Header("Retry-After", "Seconds until it is worth asking again.", {"type": "integer", "minimum": 1})
WWW_AUTHENTICATE = Header("WWW-Authenticate", "How to authenticate (RFC 6750, 3).", {"type": "string"})
ALLOW = Header("Allow", "The methods this path knows.", {"type": "string"})


@frozen(kw_only=True)
class Operation:
    """One call of the API."""

    id: str
    """The `operationId`, for example `readTask`."""
    tag: str
    summary: str
    description: str = ""
    public: bool = False
    """Whether it is answered without a token."""
    body: type | None = None
    """The noun that the JSON body is structured into; with none a body is refused."""
    query: type | None = None
    """The noun that the query string is read into; with none every parameter is refused."""
    status: int = 200
    answer: Any = None
    """The type that is written into the answer's body; none for no body."""
    media_type: str = JSON
    takes: tuple[Header, ...] = ()
    """Optional request headers that change what happens."""
    gives: tuple[Header, ...] = ()
    """Headers of a successful answer, besides those that every answer has."""
    errors: tuple[ErrorType, ...] = ()
    """What this call in particular may answer instead; see `expected` for all of them."""
    does: tuple[type, ...] = ()
    """The use cases that its handler names; `call` looks."""

    @cached_property
    def unwanted(self) -> frozenset[bytes]:
        """Headers that would change what happens elsewhere, and that this call does not take."""
        return frozenset(header.name.lower().encode() for header in DECIDING if header not in self.takes)
