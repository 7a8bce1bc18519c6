"""Sending calls and reading their results: idempotency keys, the renewal of tokens, errors."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from typing import Any, TypeVar
from uuid import uuid4

import msgspec

from taskapi_client.core.calls import Call, dry_run_of
from taskapi_client.core.keeper import TokenKeeper
from taskapi_client.core.messages import Response
from taskapi_client.core.sending import Sending
from taskapi_client.core.settings import Settings
from taskapi_client.core.transport import Transport
from taskapi_client.errors import TaskapiError, UnexpectedResponse, error_of
from taskapi_client.types.accounts import Tokens
from taskapi_client.types.codes import ErrorCode
from taskapi_client.types.problems import Problem

T = TypeVar("T")
OK = 200
EVENT_STREAM = "text/event-stream"
FIRST_ERROR = 400


@dataclass(frozen=True)
class Exchange:
    """Sends the calls of a client, or of a view of it that has its own key or only tries changes."""

    transport: Transport
    settings: Settings
    keeper: TokenKeeper
    refresh: Callable[[str], Call[Tokens]]
    key: str | None = None
    dry_run: bool = False

    async def send(self, call: Call[T]) -> T:
        """Return the result of a call; raise `TaskapiError`."""
        sending = self._sending(call)
        token = None if call.public else self.keeper.token
        response = await sending.completed(token)
        if token is not None and _is_rejected_token(response):
            token = await self.keeper.renewed(token, self._renew)
            if token is not None:
                response = await sending.completed(token)
        if response.status >= FIRST_ERROR:
            raise _error_of(response, sending.request_id)
        try:
            return call.parse(response)
        except (msgspec.MsgspecError, ValueError) as error:
            raise _unexpected(response, sending.request_id) from error

    async def try_out(self, call: Call[T]) -> Any:
        """Return the `DryRun` of a call."""
        return await self.send(dry_run_of(call))

    @asynccontextmanager
    async def stream(self, call: Call[Any]) -> AsyncIterator[AsyncIterator[bytes]]:
        """Yield the parts of an endless response. Nothing is retried except after the renewal of a token."""
        sending, token = self._sending(call), self.keeper.token
        while True:
            request = sending.next_request(token)
            async with self.transport.opened(request) as opened:
                if opened.status == OK and opened.headers.get("content-type", "").startswith(EVENT_STREAM):
                    with _readable(sending.request_id):
                        yield opened.parts
                    return
                response = await sending.read(opened, request)
            if sending.attempts > 1 or token is None or not _is_rejected_token(response):
                raise _error_of(response, sending.request_id)
            token = await self.keeper.renewed(token, self._renew)
            if token is None:
                raise _error_of(response, sending.request_id)

    def _sending(self, call: Call[Any]) -> Sending:
        key = None if call.is_safe else self.key or new_key()
        return Sending(self.transport, self.settings, call, key)

    async def _renew(self, refresh_token: str, key: str) -> Tokens:
        return await replace(self, key=key).send(self.refresh(refresh_token))


@contextmanager
def _readable(request_id: str) -> Iterator[None]:
    """Translate the errors of a parser of events."""
    try:
        yield
    except (msgspec.MsgspecError, ValueError) as error:
        message = f"an event cannot be read: {error}"
        raise UnexpectedResponse(message, request_id=request_id, status=OK) from error


def new_key() -> str:
    """Return a new idempotency key."""
    return uuid4().hex


def _is_rejected_token(response: Response) -> bool:
    problem = _problem_in(response)
    return problem is not None and problem.code == ErrorCode.INVALID_TOKEN


def _problem_in(response: Response) -> Problem | None:
    if response.status < FIRST_ERROR:
        return None
    try:
        return msgspec.json.decode(response.body, type=Problem)
    except msgspec.MsgspecError:
        return None


def _error_of(response: Response, request_id: str) -> TaskapiError:
    problem = _problem_in(response)
    return _unexpected(response, request_id) if problem is None else error_of(problem, response.retry_after)


def _unexpected(response: Response, request_id: str) -> UnexpectedResponse:
    media_type, length = response.headers.get("content-type"), len(response.body)
    message = f"{response.status} with {length:,} bytes of {media_type or 'an unknown type'} is no response of the API"
    return UnexpectedResponse(message, request_id=request_id, status=response.status)
