"""The Idempotency-Key header: safe retries of unsafe requests."""

import re
from hashlib import sha256
from uuid import UUID

from attrs import evolve

from application import IdempotentResult
from domain.accounts.receipt import IdempotencyKey, Outcome, RequestKey
from domain.ids import UserId
from entrypoints.http.requests.errors import BadRequest
from entrypoints.http.requests.exchange import Exchange
from entrypoints.http.responses.response import Response

_KEY = re.compile(rb"[!-~]{1,255}")
REPLAYED = (b"idempotency-replayed", b"true")


def key_in(exchange: Exchange) -> str | None:
    """Return the value of the header, if it is there; raise `BadRequest` if it is malformed."""
    sent = exchange.headers.get(b"idempotency-key")
    if sent is None:
        return None
    if not _KEY.fullmatch(sent):
        raise BadRequest("Idempotency-Key must be 1 to 255 visible ASCII characters")
    return sent.decode()


def idempotency_key(exchange: Exchange, owner: UserId, credential: UUID | None = None) -> IdempotencyKey | None:
    """Return the idempotency key of a user's request, if it has one; raise `BadRequest` if it is malformed.

    Keys are separate per user and route; the fingerprint covers everything else that the effect depends on: the session
    or token of the request only if it is given.
    """
    key = key_in(exchange)
    if key is None:
        return None
    return IdempotencyKey(
        owner=owner,
        route=f"{exchange.method} {exchange.route}",
        key=key,
        fingerprint=_fingerprint(
            exchange.path.encode(),
            exchange.headers.get(b"if-match", b""),
            exchange.headers.get(b"if-none-match", b""),
            exchange.body,
            *([credential.bytes] if credential else []),
        ),
    )


def request_key(exchange: Exchange) -> RequestKey | None:
    """Return the idempotency key of a request whose owner is not known yet, if it has one; raise `BadRequest`."""
    key = key_in(exchange)
    return None if key is None else RequestKey(f"{exchange.method} {exchange.route}", key)


def marked(response: Response, *, repeated: bool) -> Response:
    """Return a response, marked as a replay if the request was repeated."""
    return evolve(response, headers=(*response.headers, REPLAYED)) if repeated else response


def _fingerprint(*parts: bytes) -> bytes:
    digest = sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return digest.digest()


def outcome_of(response: Response) -> Outcome:
    """Return a response as it is stored."""
    headers = tuple((name.decode(), value.decode("latin-1")) for name, value in response.headers)
    return Outcome(response.status, headers, response.body)


def replayed_response(result: IdempotentResult) -> Response:
    """Return the stored response, equal to the byte; a replay is marked by a header."""
    outcome = result.outcome
    headers = tuple((name.encode(), value.encode("latin-1")) for name, value in outcome.metadata)
    return marked(Response(outcome.code, headers, outcome.content), repeated=result.replayed)
