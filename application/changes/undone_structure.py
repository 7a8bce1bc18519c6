"""The structure of tasks after changes were undone."""

from asyncio import gather
from collections.abc import Sequence
from typing import TypeAlias
from uuid import UUID

from application.operations.structure import guard_structure, is_structural
from domain.changes.kinds import RecordedObject
from domain.changes.undo import UndoBreaksStructure
from domain.errors import Conflict
from domain.ids import UserId
from domain.ports import Work
from domain.projects.project import Project
from domain.tasks.group import MAX_GROUP, TooManyTasks
from domain.tasks.outline import Outline
from domain.tasks.task import Task, TaskNotFound
from domain.tasks.tree import Difference, Tree

ObjectDifference: TypeAlias = tuple[RecordedObject | None, RecordedObject | None]
"""An object before and after; None where it does not exist."""


async def keep_structure(
    work: Work, owner: UserId, outline: Outline | None, differences: Sequence[ObjectDifference]
) -> None:
    """Let a unit of work that undoes changes commit only if the structure of the tasks stays valid.

    The outline must have been read before the objects. Raises `UndoBreaksStructure` or `TooManyTasks`.
    """
    pairs = [_tasks_of(pair) for pair in differences if any(isinstance(each, Task) for each in pair)]
    changed = [(before, after) for before, after in pairs if not (before and after) or is_structural(before, after)]
    if not changed:
        return
    lineages = [id_ for _, after in changed if after for id_ in (after.id, after.parent_id) if id_]
    above, below, projects = await gather(
        work.tasks.above(lineages, owner=owner),
        work.tasks.below([before.id for before, _ in changed if before], owner=owner, limit=MAX_GROUP + 1),
        work.projects.with_ids([each.project_id for _, each in changed if each and each.project_id], owner=owner),
    )
    if len(below) > MAX_GROUP:
        raise TooManyTasks
    present: dict[UUID, Task] = {task.id: task for task in (*above, *below)}
    present |= {before.id: before for before, _ in pairs if before}
    present_projects: dict[UUID, Project] = {project.id: project for project in projects}
    try:
        Tree(present.values()).replace(changed)
    except (TaskNotFound, Conflict) as error:
        raise UndoBreaksStructure(reason=error) from None
    await guard_structure(work, owner, outline, pairs, present, present_projects)


def _tasks_of(pair: ObjectDifference) -> Difference:
    before, after = pair
    return before if isinstance(before, Task) else None, after if isinstance(after, Task) else None
