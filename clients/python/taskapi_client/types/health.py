"""Liveness and readiness."""

from typing import Literal

from taskapi_client.types.model import Model


class Health(Model, frozen=True, kw_only=True):
    status: Literal["ok"]


class Ready(Model, frozen=True, kw_only=True):
    status: Literal["ready"]
