"""Somebody with an account, over HTTP."""

from typing import Any, Self
from uuid import uuid4

import httpx
from attrs import frozen

PASSWORD = "purple monkey dishwasher 7"


@frozen
class Person:
    """A client that is signed in."""

    client: httpx.Client
    email: str
    tokens: dict[str, Any]

    @classmethod
    def new(cls, client: httpx.Client) -> Self:
        """Register and log in."""
        credentials = {"email": f"{uuid4().hex}@example.com", "password": PASSWORD}
        client.post("/auth/register", json=credentials).raise_for_status()
        return cls.known(client, credentials["email"])

    @classmethod
    def known(cls, client: httpx.Client, email: str) -> Self:
        """Log in to an account that exists."""
        answer = client.post("/auth/login", json={"email": email, "password": PASSWORD}).raise_for_status()
        client.headers["Authorization"] = f"Bearer {answer.json()['token']}"
        return cls(client, email, answer.json())

    def makes(self, title: str) -> dict[str, Any]:
        """Make a task; return it."""
        made: dict[str, Any] = self.client.post("/tasks", json={"title": title}).raise_for_status().json()
        return made

    def titles(self) -> list[str]:
        """Of all tasks on the first page."""
        return [task["title"] for task in self.client.get("/tasks").raise_for_status().json()]
