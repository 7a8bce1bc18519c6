"""Creating, reading, editing, moving, deleting and listing projects."""

from collections.abc import Container, Mapping
from enum import StrEnum

from attrs import evolve, field, frozen

from application.organising.outlines import change_outline
from application.retry import retry_on_conflict
from domain.changes.provenance import Actor
from domain.commands import IdTaken
from domain.ids import ProjectId, UserId
from domain.move import Move
from domain.ports import Begin, Clock, NewId, Work
from domain.position import moved_position
from domain.projects.project import NewProject, Project, ProjectEdit, ProjectNotEmpty
from domain.projects.query import ProjectPage, ProjectQuery
from domain.tasks.filter import TaskFilter
from domain.tasks.group import MAX_GROUP, TooManyTasks


@frozen(kw_only=True)
class ProjectChange:
    """Which project is to change, and how."""

    project_id: ProjectId
    edit: ProjectEdit
    if_version: Container[int] | None = None
    """Only if the project has one of these versions; any if not given."""
    unchanged: Mapping[str, object] = field(factory=dict)
    """Only if these attributes, which no edit can change, have these values."""


@frozen(kw_only=True)
class ProjectMove:
    """Which project goes where in the manual order."""

    project_id: ProjectId
    move: Move
    if_version: Container[int] | None = None
    """Only if the project has one of these versions; any if not given."""


class TasksOfProject(StrEnum):
    """What happens to the tasks of a project that is deleted."""

    KEEP = "keep"
    DELETE = "delete"


@frozen(kw_only=True)
class ProjectRemoval:
    """Which project is to go."""

    project_id: ProjectId
    tasks: TasksOfProject | None = None
    """What happens to its tasks; None if it must not have any."""
    if_version: Container[int] | None = None
    """Only if the project has one of these versions; any if not given."""


@frozen
class ProjectCreation:
    """A project that was to be created."""

    project: Project
    repeated: bool = False
    """Whether it exists since the same command was given earlier, under an id that the client chose."""


@frozen
class CreateProject:
    """Create a project, once for each id that the client chose."""

    begin: Begin
    now: Clock
    new_id: NewId

    @retry_on_conflict
    async def __call__(self, actor: Actor, new: NewProject) -> ProjectCreation:
        """Return the project; raise `IdTaken`, or `UserNotFound` if the actor's account was deleted."""
        async with self.begin() as work:
            return await self.within(work, actor, new)

    async def within(self, work: Work, actor: Actor, new: NewProject) -> ProjectCreation:
        """The same as a part of a larger unit of work."""
        if new.id and (present := await work.projects.with_id(new.id)):
            for project in present:
                if project.owner == actor.user_id:
                    project.ensure_created_by(new)
                    return ProjectCreation(project, repeated=True)
            raise IdTaken(object_id=new.id)
        at = self.now()
        project = Project.created(new, id=ProjectId(new.id or self.new_id()), owner=actor.user_id, at=at)
        work.projects.add(project, actor.provenance(at))
        return ProjectCreation(project)


@frozen
class ReadProject:
    """Read one project."""

    begin: Begin

    async def __call__(self, actor: UserId, project_id: ProjectId) -> Project:
        """Return the project; raise `ProjectNotFound`."""
        async with self.begin() as work:
            return await work.projects.get(project_id, owner=actor)


@frozen
class EditProject:
    """Change a project, all of the edit or nothing."""

    begin: Begin
    now: Clock

    @retry_on_conflict
    async def __call__(self, actor: Actor, change: ProjectChange) -> Project:
        """Return the project as it is now; raise `ProjectNotFound`, `StaleProject` or `InvalidInput`."""
        async with self.begin() as work:
            return await self.within(work, actor, change)

    async def within(self, work: Work, actor: Actor, change: ProjectChange) -> Project:
        """The same as a part of a larger unit of work."""
        project = await work.projects.get(change.project_id, owner=actor.user_id)
        project.ensure_version(change.if_version)
        project.ensure_unchanged(change.unchanged)
        at = self.now()
        edited = project.edited(change.edit, at=at)
        if edited is not project:
            work.projects.save(edited, actor.provenance(at), before=project)
        return edited


@frozen
class MoveProject:
    """Move a project in the manual order of all projects of the account; no other project changes."""

    begin: Begin
    now: Clock

    @retry_on_conflict
    async def __call__(self, actor: Actor, command: ProjectMove) -> Project:
        """Return the project as it is now; raise `ProjectNotFound`, `StaleProject`, `InvalidInput` or `NoRoom`."""
        async with self.begin() as work:
            return await self.within(work, actor, command)

    async def within(self, work: Work, actor: Actor, command: ProjectMove) -> Project:
        """The same as a part of a larger unit of work."""
        move, owner = command.move, actor.user_id
        move.ensure_not_next_to(command.project_id)
        project = await work.projects.get(command.project_id, owner=owner)
        project.ensure_version(command.if_version)
        neighbor = await work.projects.get(ProjectId(move.neighbor), owner=owner) if move.neighbor else None
        place = neighbor.place if neighbor else None
        if move.other_is_lower:
            other = await work.projects.last_before(place, owner=owner)
        else:
            page = await work.projects.page(ProjectQuery(limit=1, after=place), owner=owner)
            other = page.projects[0] if page.projects else None
        if other and other.id == project.id:
            return project
        places = place, (other.place if other else None)
        lower, upper = reversed(places) if move.other_is_lower else places
        at = self.now()
        moved = project.moved(moved_position(lower, upper, id=project.id), at=at)
        work.projects.save(moved, actor.provenance(at), before=project)
        return moved


@frozen
class DeleteProject:
    """Delete a project, and its tasks or their membership; one undo brings all of it back."""

    begin: Begin
    now: Clock

    @retry_on_conflict
    async def __call__(self, actor: Actor, removal: ProjectRemoval) -> None:
        """Raise `ProjectNotFound`, `StaleProject`, `ProjectNotEmpty` or `TooManyTasks`."""
        async with self.begin() as work:
            await self.within(work, actor, removal)

    async def within(self, work: Work, actor: Actor, removal: ProjectRemoval) -> None:
        """The same as a part of a larger unit of work."""
        owner, project_id = actor.user_id, removal.project_id
        project = await work.projects.get(project_id, owner=owner)
        project.ensure_version(removal.if_version)
        tasks = await work.tasks.of_project(project_id, owner=owner, limit=MAX_GROUP + 1)
        if tasks and removal.tasks is None:
            count = await work.tasks.count(TaskFilter(projects=frozenset({project_id})), owner=owner)
            raise ProjectNotEmpty(project_id=project_id, tasks=count)
        if len(tasks) > MAX_GROUP:
            raise TooManyTasks
        provenance = actor.provenance(self.now())
        if removal.tasks is TasksOfProject.KEEP and tasks:
            await change_outline(work, owner)
        for task in tasks:
            if removal.tasks is TasksOfProject.KEEP:
                at = max(provenance.at, task.updated_at)
                kept = evolve(task, project_id=None, version=task.version + 1, updated_at=at)
                work.tasks.save(kept, provenance, before=task)
            else:
                work.tasks.remove(task, provenance)
        work.projects.remove(project, provenance)


@frozen
class ListProjects:
    """List the actor's projects."""

    begin: Begin

    async def __call__(self, actor: UserId, query: ProjectQuery) -> ProjectPage:
        """Return one page."""
        async with self.begin() as work:
            return await work.projects.page(query, owner=actor)
