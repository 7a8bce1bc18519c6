"""Requests that may be repeated without harm: the Idempotency-Key header."""

import re
from hashlib import sha256

from application import IdempotentResult
from domain.accounts.receipt import Answer, IdempotencyKey
from domain.ids import UserId
from entrypoints.http.requests.errors import BadRequest
from entrypoints.http.requests.exchange import Exchange
from entrypoints.http.responses.response import Response

_KEY = re.compile(rb"[!-~]{1,255}")
REPLAYED = (b"idempotency-replayed", b"true")


def idempotency_key(exchange: Exchange, owner: UserId) -> IdempotencyKey | None:
    """Return the key of a request, if it has one; raise `BadRequest` if it is malformed.

    Keys are kept apart by user and route; the fingerprint covers everything
    else that decides what the request does.
    """
    sent = exchange.headers.get(b"idempotency-key")
    if sent is None:
        return None
    if not _KEY.fullmatch(sent):
        raise BadRequest("Idempotency-Key must be 1 to 255 visible ASCII characters")
    return IdempotencyKey(
        owner=owner,
        route=f"{exchange.method} {exchange.route}",
        key=sent.decode(),
        fingerprint=_fingerprint(
            exchange.path.encode(),
            exchange.headers.get(b"if-match", b""),
            exchange.headers.get(b"if-none-match", b""),
            exchange.body,
        ),
    )


def _fingerprint(*parts: bytes) -> bytes:
    digest = sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return digest.digest()


def answer_of(response: Response) -> Answer:
    """The response as it is kept."""
    return Answer(
        response.status,
        tuple((name.decode(), value.decode("latin-1")) for name, value in response.headers),
        response.body,
    )


def replayed_response(given: IdempotentResult) -> Response:
    """The response as it was kept, to the byte; a repetition says that it is one."""
    answer = given.answer
    headers = tuple((name.encode(), value.encode("latin-1")) for name, value in answer.headers)
    return Response(answer.status, (*headers, REPLAYED) if given.replayed else headers, answer.body)
