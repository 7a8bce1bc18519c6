"""What undoing must not break: a task is in no project that does not exist."""

from collections.abc import Mapping
from uuid import UUID

from domain.changes.kinds import ObjectKind, RecordedObject
from domain.changes.undo import ReferenceGone, StillReferenced
from domain.ids import ProjectId, UserId
from domain.ports import Work
from domain.tasks.task import Task

Objects = Mapping[tuple[ObjectKind, UUID], RecordedObject | None]


async def keep_references(work: Work, owner: UserId, before: Objects, after: Objects) -> None:
    """Let a unit of work that brings objects from one state to another commit only if no reference breaks.

    Raises `ReferenceGone` or `StillReferenced`.
    """
    tasks = [(before.get(key), state) for key, state in after.items() if key[0] is ObjectKind.TASK]
    entered = {new.project_id for old, new in tasks if isinstance(new, Task) and _project(old) != new.project_id}
    for project_id in sorted(filter(None, entered)):
        await _keep_project(work, owner, project_id, after)
    for (kind, object_id), state in after.items():
        if kind is ObjectKind.PROJECT and state is None:
            await _ensure_left(work, owner, ProjectId(object_id), after)


def _project(task: RecordedObject | None) -> ProjectId | None:
    return task.project_id if isinstance(task, Task) else None


async def _keep_project(work: Work, owner: UserId, project_id: ProjectId, after: Objects) -> None:
    """Ensure that a project exists afterwards."""
    key = ObjectKind.PROJECT, project_id
    if key in after:
        if after[key] is None:
            raise ReferenceGone(project_id=project_id)
        return
    found = await work.projects.with_ids((project_id,), owner=owner)
    if not found:
        raise ReferenceGone(project_id=project_id)
    work.projects.expect(found[0])


async def _ensure_left(work: Work, owner: UserId, project_id: ProjectId, after: Objects) -> None:
    """Ensure that no task is in a project that is removed."""
    for task in await work.tasks.of_project(project_id, owner=owner, limit=len(after) + 1):
        if _project(after.get((ObjectKind.TASK, task.id), task)) == project_id:
            raise StillReferenced(project_id=project_id)
