"""Labels of tasks."""

from typing import TypeVar, Unpack

from taskapi_client.core.calls import Request
from taskapi_client.core.operations import Resource, change, items_of, operation
from taskapi_client.core.pages import Page
from taskapi_client.resources.paths import API
from taskapi_client.types.labels import LabelCount, LabelQuery, RenameLabel

M = TypeVar("M")
LABELS = f"{API}/labels"
LABEL = f"{LABELS}/{{label}}"


class Labels(Resource[M]):
    """The labels of all tasks. A label exists while a task has it; case does not matter."""

    @operation("GET", LABELS, Page[LabelCount])
    def page(self, **query: Unpack[LabelQuery]) -> Request:
        """Return one page of the labels, in the order of their names."""
        return Request(query=query)

    every = items_of(page)

    @change("PATCH", LABEL, LabelCount)
    def rename(self, label: str, /, **fields: Unpack[RenameLabel]) -> Request:
        """Rename a label in every task that has it."""
        return Request(path={"label": label}, body=fields)

    @change("DELETE", LABEL, type(None))
    def delete(self, label: str, /) -> Request:
        """Take a label off every task that has it."""
        return Request(path={"label": label})
