"""The requests of one call."""

import time
from dataclasses import dataclass, field
from typing import Any

from taskapi_client.core.calls import Call
from taskapi_client.core.messages import HttpRequest, Opened, Response
from taskapi_client.core.retries import Budget
from taskapi_client.core.settings import Attempt, Settings, user_agent
from taskapi_client.core.transport import Transport
from taskapi_client.errors import NoResponse, UnexpectedResponse

ACCEPT = "application/json, text/event-stream"


@dataclass
class Sending:
    """Sends one call as often as necessary: all requests have the same idempotency key, and share one budget."""

    transport: Transport
    settings: Settings
    call: Call[Any]
    key: str | None
    attempts: int = 0
    budget: Budget = field(init=False)
    _id: str = field(init=False)

    def __post_init__(self) -> None:
        self.budget = Budget(self.settings.retries)
        self._id = self.settings.new_request_id()

    @property
    def request_id(self) -> str:
        """The id of the newest request."""
        return f"{self._id}-{self.attempts}"

    async def completed(self, token: str | None) -> Response:
        """Return the first response that is no reason for another attempt, or the last one; raise `NoResponse`."""
        while True:
            outcome = await self._outcome(self.next_request(token))
            delay = self.budget.delay_after(outcome)
            if delay is not None:
                await self.transport.sleep(delay)
            elif isinstance(outcome, NoResponse):
                raise outcome
            else:
                return outcome

    def next_request(self, token: str | None) -> HttpRequest:
        """Return the next request."""
        self.attempts += 1
        headers = {
            "Accept": ACCEPT,
            **self.call.headers,
            "User-Agent": user_agent(self.settings.user_agent),
            "X-Request-Id": self.request_id,
        }
        if token is not None:
            headers["Authorization"] = f"Bearer {token}"
        if self.key is not None:
            headers["Idempotency-Key"] = self.key
        return HttpRequest(
            method=self.call.method,
            target=self.call.target,
            headers=_checked(headers),
            body=self.call.body,
            silence=self.settings.timeouts.silence + self.call.wait,
        )

    async def read(self, opened: Opened, request: HttpRequest) -> Response:
        """Read a body, which may neither be too large nor take too long."""
        body, most = bytearray(), self.settings.max_response_bytes
        deadline = time.monotonic() + self.settings.timeouts.total
        async for part in opened.parts:
            body += part
            if len(body) > most:
                message = f"the response is larger than {most:,} bytes"
                raise UnexpectedResponse(message, request_id=request.request_id, status=opened.status)
            if time.monotonic() > deadline:
                message = "the response takes too long"
                key = request.idempotency_key
                raise NoResponse(message, request_id=request.request_id, idempotency_key=key)
        return Response(opened.status, opened.headers, bytes(body))

    async def _outcome(self, request: HttpRequest) -> Response | NoResponse:
        began = time.monotonic()
        status: int | None = None
        try:
            async with self.transport.opened(request) as opened:
                response = await self.read(opened, request)
                status = response.status
                return response
        except NoResponse as error:
            return error
        finally:
            seconds = time.monotonic() - began
            self.settings.on_attempt(Attempt(request.method, self.call.path, request.request_id, status, seconds))


def _checked(headers: dict[str, str]) -> dict[str, str]:
    """Return headers that can be sent; the error for any other does not show the value, which may be a token."""
    for name, value in headers.items():
        if not (value.isascii() and value.isprintable()):
            raise ValueError(f"{name} must consist of visible ASCII characters; remove ends of lines")
    return headers
