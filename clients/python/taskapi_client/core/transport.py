"""What the two clients do differently: sending, waiting and locking."""

from contextlib import AbstractAsyncContextManager
from typing import Protocol

from taskapi_client.core.messages import HttpRequest, Opened


class Transport(Protocol):
    """Sends requests and waits; of the synchronous client no method suspends."""

    def opened(self, request: HttpRequest) -> AbstractAsyncContextManager[Opened]:
        """Send a request and yield its response; raise `NoResponse` if the connection fails, in the block too."""

    async def sleep(self, seconds: float) -> None:
        """Wait."""

    def lock(self) -> AbstractAsyncContextManager[object]:
        """Return a new lock."""
