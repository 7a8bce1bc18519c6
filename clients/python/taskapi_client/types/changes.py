"""The record of changes."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Generic, TypedDict, TypeVar
from uuid import UUID

from msgspec import Struct

from taskapi_client.types.choices import ChangeKind, ObjectKind
from taskapi_client.types.model import Model
from taskapi_client.types.projects import Project
from taskapi_client.types.tasks import Task

T = TypeVar("T")


class ChangeQuery(TypedDict, total=False):
    since: int
    limit: int
    wait: int
    cursor: str


class StreamQuery(TypedDict, total=False):
    since: int


class HistoryQuery(TypedDict, total=False):
    limit: int
    before: int


class UndoChanges(TypedDict, total=False):
    """Which changes: those with these numbers, or all that were made together with one."""

    numbers: Sequence[int]
    group: int


class Author(Model, frozen=True, kw_only=True):
    """The session or personal access token that made a change."""

    session: UUID | None = None
    token: UUID | None = None


class FieldChange(Model, frozen=True, kw_only=True):
    before: Any
    after: Any


class RecordedChange(Model, frozen=True, kw_only=True):
    number: int
    kind: ChangeKind
    object: ObjectKind
    id: UUID
    version: int | None
    version_before: int | None
    at: datetime
    by: Author | None
    request_id: str | None
    undoes: list[int]
    fields: dict[str, FieldChange]


class DeletedObject(Model, frozen=True, kw_only=True):
    object: ObjectKind
    id: UUID


class Objects(Model, frozen=True, kw_only=True):
    """Objects as they are now, and those that do not exist any more."""

    tasks: list[Task]
    projects: list[Project]
    deleted: list[DeletedObject]


class ChangePage(Model, frozen=True, kw_only=True):
    changes: list[RecordedChange]
    objects: Objects
    next: int
    latest: int
    more: bool
    cursor: str | None = None


class UndoResult(Model, frozen=True, kw_only=True):
    changes: list[RecordedChange]


class Update(Struct, frozen=True, kw_only=True):
    """What has changed since the last update, see `Changes.follow`."""

    reset: bool
    """A snapshot begins: forget all objects that you have."""
    objects: Objects
    changes: list[RecordedChange]
    """Empty in a snapshot."""
    since: int | None
    """The number to continue from; None while a snapshot is incomplete."""


class DryRun(Struct, Generic[T], frozen=True, kw_only=True):
    """What a request would have done."""

    result: T
    changes: list[RecordedChange]
    """The changes that would be recorded; empty where the response has no body."""
