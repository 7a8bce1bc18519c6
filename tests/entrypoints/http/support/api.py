"""The whole HTTP application on the memory store, and users who call it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from itertools import count
from typing import Any, cast

import httpx
from attrs import frozen
from dependency_injector import providers
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from adapters.memory import MemoryStore
from adapters.security.passwords import Argon2Passwords
from entrypoints.container import Container
from entrypoints.http.middleware.outer import OuterMiddleware
from entrypoints.server.application import application
from entrypoints.settings import Settings
from entrypoints.settings.groups import Http, Tokens
from entrypoints.settings.signing_keys import signing_keys

KEYS = signing_keys("tests:k3V9sQ0xT7pL2mB8wZ4cN6yH1fJ5dR0a")
PASSWORD = "seven ferns drink 40 cups"
BASE = "/api/v1"
SOMEWHERE = ("192.0.2.1", 50_000)
"""The client address of requests."""

_numbers = count(1)


class QuickPasswords(Argon2Passwords):
    """The real password hasher with the cheapest parameters."""

    def __init__(self) -> None:
        super().__init__(memory=8)


def a_container(**differences: Any) -> Container:
    """Return a container on the memory store; `http` replaces the HTTP settings, any other name a provider."""
    settings = Settings(tokens=Tokens(signing_keys=KEYS), http=differences.pop("http", Http()))
    parts: dict[str, Any] = {"settings": settings, "passwords": providers.Singleton(QuickPasswords), **differences}
    return Container(**parts)


# Without a repr: after each fixture `signal` formats its result, and the description of a whole application is a book.


@frozen(repr=False)
class Api:
    """A running application."""

    app: OuterMiddleware
    container: Container
    http: httpx.AsyncClient

    @property
    def store(self) -> MemoryStore:
        store = self.container.store()
        assert isinstance(store, MemoryStore)
        return store

    async def __call__(self, method: str, path: str, **request: Any) -> httpx.Response:
        """Send a request without credentials; a path without a leading slash is relative to the API."""
        whole = path if path.startswith(("/", "http://")) else f"{BASE}/{path}"
        return await self.http.request(method, whole, **request)

    async def person(self, email: str | None = None) -> "Person":
        """Register a user and log in."""
        email = email or f"person{next(_numbers)}@example.com"
        registered = await self("POST", "auth/register", json={"email": email, "password": PASSWORD})
        assert registered.status_code == 201, registered.text
        return await self.signed_in(email)

    async def signed_in(self, email: str) -> "Person":
        """Open another session of a user."""
        answer = await self("POST", "auth/login", json={"email": email, "password": PASSWORD})
        assert answer.status_code == 200, answer.text
        return Person(self, email, answer.json())


@frozen(repr=False)
class Person:
    """A user with an access token."""

    api: Api
    email: str
    tokens: dict[str, Any]

    @property
    def authorization(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.tokens['token']}"}

    async def __call__(
        self, method: str, path: str, headers: dict[str, str] | None = None, **request: Any
    ) -> httpx.Response:
        """Send a request with the token."""
        return await self.api(method, path, headers={**self.authorization, **(headers or {})}, **request)

    async def task(self, **differences: Any) -> dict[str, Any]:
        """Create a task."""
        answer = await self("POST", "tasks", json={"title": "Water the plants", **differences})
        assert answer.status_code == 201, answer.text
        made: dict[str, Any] = answer.json()
        return made

    async def titles(self) -> list[str]:
        """Return the titles of all tasks of the user, oldest first."""
        answer = await self("GET", "tasks", params={"sort": "created_at", "limit": 100})
        return [task["title"] for task in answer.json()]


@asynccontextmanager
async def running(container: Container | None = None, **differences: Any) -> AsyncIterator[Api]:
    """Run the application; `client` is the client address of its requests."""
    client = differences.pop("client", SOMEWHERE)
    container = container or a_container(**differences)
    app = application(container)
    async with reached(app, client) as http:
        try:
            yield Api(app, container, http)
        finally:
            container.passwords().close()


def leaving_streams(app: ASGIApp) -> ASGIApp:
    """Return an application whose clients leave endless responses after the first part of the body."""

    async def leaving(scope: Scope, receive: Receive, send: Send) -> None:
        endless = False

        async def send_once(message: Message) -> None:
            nonlocal endless
            await send(message)
            if message["type"] == "http.response.start":
                endless = (b"content-type", b"text/event-stream") in message["headers"]
            elif endless and message.get("more_body"):
                await send({"type": "http.response.body", "body": b"", "more_body": False})
                raise asyncio.CancelledError  # as the server does when the client has gone

        with suppress(asyncio.CancelledError):
            await app(scope, receive, send_once)

    return leaving


@asynccontextmanager
async def reached(app: OuterMiddleware, client: tuple[str, int] = SOMEWHERE) -> AsyncIterator[httpx.AsyncClient]:
    """Sends requests to an application without default headers, so that tests can omit any header."""
    transport = httpx.ASGITransport(cast("Any", leaving_streams(app)), raise_app_exceptions=False, client=client)
    async with httpx.AsyncClient(transport=transport, base_url="http://api.example", headers={}) as http:
        for name in ("accept", "accept-encoding", "user-agent", "connection"):
            del http.headers[name]
        yield http
