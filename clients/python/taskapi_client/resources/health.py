"""The state of the service."""

from typing import TypeVar

from taskapi_client.core.calls import Request
from taskapi_client.core.operations import Resource, operation
from taskapi_client.types.health import Health, Ready

M = TypeVar("M")


class HealthChecks(Resource[M]):
    """Liveness and readiness."""

    @operation("GET", "/health", Health, public=True)
    def read(self) -> Request:
        """Return whether the service is alive."""
        return Request()

    @operation("GET", "/health/ready", Ready, public=True)
    def ready(self) -> Request:
        """Return whether the service accepts requests; raise `Unavailable` otherwise, after retries."""
        return Request()
