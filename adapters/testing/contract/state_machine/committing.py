"""Committing units of work that consist of described changes."""

from collections.abc import Awaitable, Callable, Sequence

from attrs import evolve

from adapters.testing.units import change
from domain.changes.provenance import Actor
from domain.errors import DomainError
from domain.ports import Begin, Work
from domain.ports.change_set import Change, ChangeKind
from domain.projects.project import Project
from domain.tasks.priority import Priority
from domain.tasks.task import Task


def write(work: Work, changes: Sequence[Change]) -> None:
    """Record changes in a unit of work."""
    for each in changes:
        if isinstance(each.entity, Task | Project) and each.kind is ChangeKind.SAVE:
            provenance = Actor(each.entity.owner).provenance(each.entity.updated_at)
            if isinstance(each.entity, Task):
                work.tasks.save(each.entity, provenance, before=task_before(each.entity))
            else:
                work.projects.save(each.entity, provenance, before=project_before(each.entity))
        else:
            change(work, each.kind, each.entity)


def project_before(project: Project) -> Project:
    """Return a version that differs from a project in most fields, so that the record has something to keep."""
    return evolve(
        project,
        version=project.version - 1,
        name=f"{project.name}.",
        description=None if project.description else "before",
        color=None if project.color else "#1f6feb",
        archived_at=None if project.archived_at else project.created_at,
    )


def task_before(task: Task) -> Task:
    """Return a version that differs from a task in most fields, so that the record has something to keep."""
    return evolve(
        task,
        version=task.version - 1,
        title=f"{task.title}.",
        description=None if task.description else "before",
        priority=Priority.LOW,
        due_at=None if task.due_at else task.created_at,
        creation_digest=None if task.creation_digest else b"digest",
    )


async def committed(
    begin: Begin, changes: Sequence[Change], meanwhile: Callable[[], Awaitable[None]] | None = None
) -> DomainError | None:
    """Commit a unit of work, with something else in between; return why it was refused, if it was."""
    try:
        async with begin() as work:
            write(work, changes)
            if meanwhile:
                await meanwhile()
    except DomainError as error:
        return error
    return None
