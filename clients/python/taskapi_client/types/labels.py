"""Labels of tasks."""

from typing import TypedDict

from taskapi_client.types.model import Model


class LabelQuery(TypedDict, total=False):
    limit: int
    after: str


class RenameLabel(TypedDict):
    name: str


class LabelCount(Model, frozen=True, kw_only=True):
    """A label in its most frequent spelling, and how many tasks have it."""

    name: str
    count: int
