"""Guarding the structure of an account's tasks, of which only one change at a time is committed."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from domain.ids import UserId
from domain.ports import Work
from domain.projects.project import Project
from domain.tasks.outline import Outline
from domain.tasks.task import Task
from domain.tasks.tree import Difference


def is_structural(before: Task | None, after: Task) -> bool:
    """Return whether a difference is decided by other tasks: it adds a subtask, or moves a task."""
    if before is None:
        return after.parent_id is not None
    return (before.parent_id, before.project_id) != (after.parent_id, after.project_id)


async def guard_structure(
    work: Work,
    owner: UserId,
    outline: Outline | None,
    differences: Sequence[Difference],
    present: Mapping[UUID, Task],
    projects: Mapping[UUID, Project],
) -> None:
    """Let a unit of work commit only if its decisions about the structure still hold.

    The outline must have been read before the tasks. Parents and projects that tasks get are locked by expecting them,
    which must happen before changes are numbered; projects are read unless they are given.
    """
    structural = [(before, after) for before, after in differences if after and is_structural(before, after)]
    if not structural:
        return
    if outline is None:
        work.outlines.add(Outline(owner=owner))
    else:
        work.outlines.save(outline.changed())
    written = {task.id for pair in differences for task in pair if task}
    for parent_id in dict.fromkeys(after.parent_id for _, after in structural):
        if parent_id is not None and parent_id not in written:
            work.tasks.expect(present[parent_id])
    changed = (after.project_id for before, after in structural if before and before.project_id != after.project_id)
    entered = dict.fromkeys(each for each in changed if each)
    missing = [each for each in entered if each not in projects]
    read = await work.projects.with_ids(missing, owner=owner) if missing else ()
    for project in (*(projects[each] for each in entered if each in projects), *read):
        work.projects.expect(project)
