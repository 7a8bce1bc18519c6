"""The repositories of the recorded objects, by kind."""

from typing import Any

from domain.changes.kinds import ObjectKind
from domain.ports import RecordedRepository, Work


def repository_of(work: Work, kind: ObjectKind) -> RecordedRepository[Any]:
    """Return the repository of the objects of a kind."""
    match kind:
        case ObjectKind.TASK:
            return work.tasks
        case ObjectKind.PROJECT:
            return work.projects
