"""The kinds of objects whose changes are recorded."""

from collections.abc import Callable
from enum import StrEnum
from operator import attrgetter
from typing import Any, Self, TypeAlias, TypeVar
from uuid import UUID

from attrs import fields

from domain.errors import NotFound
from domain.ids import TaskId
from domain.projects.project import Project, ProjectNotFound
from domain.tasks.task import Task, TaskNotFound

RecordedObject: TypeAlias = Task | Project
RecordedT = TypeVar("RecordedT", bound=RecordedObject)
IDENTITY = frozenset({"id", "owner", "version"})
"""Together with the recorded fields they make the whole object."""


class ObjectKind(StrEnum):
    """What kinds of objects are recorded."""

    TASK = "task"
    PROJECT = "project"

    @classmethod
    def of(cls, recorded: RecordedObject) -> Self:
        """Return the kind of an object."""
        return cls.of_class(type(recorded))

    @classmethod
    def of_class(cls, entity: type[RecordedT]) -> Self:
        """Return the kind of the objects of a class."""
        return cls(_KINDS[entity])

    @property
    def entity(self) -> type[RecordedObject]:
        """The class of the objects."""
        return _ENTITIES[self]

    @property
    def fields(self) -> tuple[str, ...]:
        """The recorded fields."""
        return _FIELDS[self]

    def values(self, recorded: RecordedObject | None) -> tuple[Any, ...]:
        """Return the values of the recorded fields; all None if there is no object."""
        return _NOTHING[self] if recorded is None else _READERS[self](recorded)

    def not_found(self, object_id: UUID) -> NotFound:
        """Return the error that there is no such object."""
        return TaskNotFound(TaskId(object_id)) if self is ObjectKind.TASK else ProjectNotFound(object_id)


_ENTITIES: dict[ObjectKind, type[RecordedObject]] = {ObjectKind.TASK: Task, ObjectKind.PROJECT: Project}
_KINDS: dict[type, ObjectKind] = {entity: kind for kind, entity in _ENTITIES.items()}
_FIELDS = {
    kind: tuple(each.name for each in fields(entity) if each.name not in IDENTITY) for kind, entity in _ENTITIES.items()
}
_READERS: dict[ObjectKind, Callable[[RecordedObject], tuple[Any, ...]]] = {
    kind: attrgetter(*names) for kind, names in _FIELDS.items()
}
_NOTHING = {kind: (None,) * len(names) for kind, names in _FIELDS.items()}
