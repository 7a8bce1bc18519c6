"""Replays to callers who can no longer be authenticated, because their first request ended their session or account."""

from application import IdempotentResult
from application.use_cases import UseCases
from domain.accounts.receipt import Outcome
from domain.accounts.session import InvalidToken
from domain.accounts.user import UserNotFound
from domain.ids import UserId
from entrypoints.http.dispatch.operations import Ends, Operation
from entrypoints.http.requests.exchange import Exchange
from entrypoints.http.requests.parsing.decoding import decode_body
from entrypoints.http.responses.idempotency import idempotency_key, outcome_of, replayed_response
from entrypoints.http.responses.response import NOTHING, Response


async def replay_after_end(use_cases: UseCases, exchange: Exchange, operation: Operation, token: str) -> Response:
    """Return the response to the first request with the same Idempotency-Key; raise `InvalidToken` if there was none.

    Raises `UnsupportedMediaType` or `InvalidInput` for a body that the operation does not take.

    The token must be genuine and not expired. What is replayed has no content, so an ended session reveals nothing.
    """
    if operation.ends is Ends.NOTHING:
        raise InvalidToken
    user_id, session_id = use_cases.authenticate.identify(token)
    key = idempotency_key(exchange, user_id, session_id)
    if key is None:
        raise InvalidToken
    if operation.ends is Ends.ACCOUNT:
        outcome = await _outcome_of_deletion(use_cases, user_id)
    else:
        outcome = await use_cases.once.stored(key)
    if outcome is None:
        raise InvalidToken
    if operation.body is not None:
        decode_body(exchange, operation.body)  # so that nothing in it is ignored
    return replayed_response(IdempotentResult(outcome, replayed=True))


async def _outcome_of_deletion(use_cases: UseCases, user_id: UserId) -> Outcome | None:
    """Return the outcome of deleting an account that is gone; nothing that could be stored about it is left."""
    try:
        await use_cases.read_account(user_id)
    except UserNotFound:
        return outcome_of(NOTHING)
    return None
