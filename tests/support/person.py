"""A user with an account, over HTTP."""

from typing import Any, Self
from uuid import uuid4

import httpx
from attrs import frozen

PASSWORD = "purple monkey dishwasher 7"


@frozen
class Person:
    """A client that is logged in."""

    client: httpx.Client
    email: str
    tokens: dict[str, Any]

    @classmethod
    def register(cls, client: httpx.Client) -> Self:
        """Register and log in."""
        credentials = {"email": f"{uuid4().hex}@example.com", "password": PASSWORD}
        client.post("/auth/register", json=credentials).raise_for_status()
        return cls.log_in(client, credentials["email"])

    @classmethod
    def log_in(cls, client: httpx.Client, email: str) -> Self:
        """Log in to an existing account."""
        response = client.post("/auth/login", json={"email": email, "password": PASSWORD}).raise_for_status()
        client.headers["Authorization"] = f"Bearer {response.json()['token']}"
        return cls(client, email, response.json())

    def create_task(self, title: str) -> dict[str, Any]:
        """Create a task and return it."""
        task: dict[str, Any] = self.client.post("/tasks", json={"title": title}).raise_for_status().json()
        return task

    def titles(self) -> list[str]:
        """Return the titles of the first page of tasks."""
        return [task["title"] for task in self.client.get("/tasks").raise_for_status().json()]
