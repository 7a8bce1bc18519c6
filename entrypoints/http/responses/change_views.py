"""Views of the record of changes."""

from datetime import datetime
from typing import Any, Self
from uuid import UUID

from msgspec import UNSET, UnsetType

from domain.changes.kinds import ObjectKind
from domain.changes.recorded_change import Effect, RecordedChange
from entrypoints.http.responses.projects.view import ProjectView
from entrypoints.http.responses.task_view import TaskView
from entrypoints.http.responses.view import View


class AuthorView(View, frozen=True):
    """The session or personal access token that made a change."""

    session: UUID | UnsetType = UNSET
    token: UUID | UnsetType = UNSET


class FieldChangeView(View, frozen=True):
    """The value of a field before and after a change."""

    before: Any
    after: Any


HIDDEN_FIELDS = frozenset({"creation_digest", "updated_at"})
"""What is recorded for the service itself; `at` says when a task was updated."""


class ChangeView(View, frozen=True):
    """One change of one object."""

    number: int
    kind: Effect
    object: ObjectKind
    id: UUID
    version: int | None
    version_before: int | None
    at: datetime
    by: AuthorView | None
    request_id: str | None
    undoes: list[int]
    fields: dict[str, FieldChangeView]

    @classmethod
    def of(cls, change: RecordedChange) -> Self:
        """The change as the owner of the account sees it."""
        return cls(
            change.number,
            change.effect,
            change.object_kind,
            change.object_id,
            change.version_after,
            change.version_before,
            change.at,
            _author(change),
            change.request_id,
            list(change.undoes),
            {
                name: FieldChangeView(each.before, each.after)
                for name, each in change.fields.items()
                if name not in HIDDEN_FIELDS
            },
        )


def _author(change: RecordedChange) -> AuthorView | None:
    if change.session_id:
        return AuthorView(session=change.session_id)
    return AuthorView(token=change.token_id) if change.token_id else None


class DeletedView(View, frozen=True):
    """An object that does not exist any more."""

    object: ObjectKind
    id: UUID


class ObjectsView(View, frozen=True):
    """Objects as they are now."""

    tasks: list[TaskView]
    projects: list[ProjectView]
    deleted: list[DeletedView]


class ChangesView(View, frozen=True, kw_only=True):
    """Changes and the changed objects, or a page of a snapshot of all objects."""

    changes: list[ChangeView]
    objects: ObjectsView
    next: int
    latest: int
    more: bool
    cursor: str | UnsetType = UNSET


class UndoneView(View, frozen=True):
    """The changes that undo others."""

    changes: list[ChangeView]
