"""Creating, reading, editing, deleting and listing tasks."""

from collections.abc import Container, Mapping

from attrs import field, frozen

from application.organising.outlines import change_outline
from application.retry import retry_on_conflict
from domain.changes.provenance import Actor
from domain.commands import IdTaken
from domain.ids import ProjectId, TaskId, UserId
from domain.move import Move
from domain.ports import Begin, Clock, NewId, Work
from domain.position import moved_position
from domain.statistics.summary import Summary, SummaryRequest
from domain.tasks.filter import TaskFilter
from domain.tasks.query import Page, Sort, SortKey, TaskQuery
from domain.tasks.task import NewTask, Task, TaskEdit, TaskNotFound


@frozen(kw_only=True)
class TaskChange:
    """Which task is to change, and how."""

    task_id: TaskId
    edit: TaskEdit
    if_version: Container[int] | None = None
    """Only if the task has one of these versions; any if not given."""
    unchanged: Mapping[str, object] = field(factory=dict)
    """Only if these attributes, which no edit can change, have these values."""


@frozen(kw_only=True)
class TaskRemoval:
    """Which task is to go."""

    task_id: TaskId
    if_version: Container[int] | None = None
    """Only if the task has one of these versions; any if not given."""


@frozen(kw_only=True)
class TaskMove:
    """Which task goes where in the manual order."""

    task_id: TaskId
    move: Move
    if_version: Container[int] | None = None
    """Only if the task has one of these versions; any if not given."""


@frozen
class Creation:
    """A task that was to be created."""

    task: Task
    repeated: bool = False
    """Whether it exists since the same command was given earlier, under an id that the client chose."""


@frozen
class CreateTask:
    """Create a task, once for each id that the client chose."""

    begin: Begin
    now: Clock
    new_id: NewId

    @retry_on_conflict
    async def __call__(self, actor: Actor, new: NewTask) -> Creation:
        """Return the task; raise `IdTaken`, or `UserNotFound` if the actor's account was deleted."""
        async with self.begin() as work:
            return await self.within(work, actor, new)

    async def within(self, work: Work, actor: Actor, new: NewTask) -> Creation:
        """The same as a part of a larger unit of work."""
        if new.id and (present := await work.tasks.with_id(new.id)):
            for task in present:
                if task.owner == actor.user_id:
                    task.ensure_created_by(new)
                    return Creation(task, repeated=True)
            raise IdTaken(object_id=new.id)
        if new.project_id:
            await work.projects.get(ProjectId(new.project_id), owner=actor.user_id)
        at = self.now()
        task = Task.created(new, id=TaskId(new.id or self.new_id()), owner=actor.user_id, at=at)
        work.tasks.add(task, actor.provenance(at))
        return Creation(task)


@frozen
class ReadTask:
    """Read one task."""

    begin: Begin

    async def __call__(self, actor: UserId, task_id: TaskId) -> Task:
        """Return the task; raise `TaskNotFound`."""
        async with self.begin() as work:
            return await work.tasks.get(task_id, owner=actor)


@frozen
class EditTask:
    """Change a task, all of the edit or nothing."""

    begin: Begin
    now: Clock

    @retry_on_conflict
    async def __call__(self, actor: Actor, change: TaskChange) -> Task:
        """Return the task as it is now; raise `TaskNotFound`, `StaleTask`, `InvalidInput` or `TransitionNotAllowed`."""
        async with self.begin() as work:
            return await self.within(work, actor, change)

    async def within(self, work: Work, actor: Actor, change: TaskChange) -> Task:
        """The same as a part of a larger unit of work."""
        task = await work.tasks.get(change.task_id, owner=actor.user_id)
        task.ensure_version(change.if_version)
        task.ensure_unchanged(change.unchanged)
        at = self.now()
        edited = task.edited(change.edit, at=at)
        if edited.project_id != task.project_id:
            await _enter_project(work, edited)
        if edited is not task:
            work.tasks.save(edited, actor.provenance(at), before=task)
        return edited


async def _enter_project(work: Work, task: Task) -> None:
    """Let a task come into its project if both exist at the commit, and no other structural change comes between."""
    if task.project_id:
        work.projects.expect(await work.projects.get(task.project_id, owner=task.owner))
    await change_outline(work, task.owner)


@frozen
class MoveTask:
    """Move a task in the manual order of all tasks of the account; no other task changes."""

    begin: Begin
    now: Clock

    @retry_on_conflict
    async def __call__(self, actor: Actor, command: TaskMove) -> Task:
        """Return the task as it is now; raise `TaskNotFound`, `StaleTask`, `InvalidInput` or `NoRoom`."""
        async with self.begin() as work:
            return await self.within(work, actor, command)

    async def within(self, work: Work, actor: Actor, command: TaskMove) -> Task:
        """The same as a part of a larger unit of work."""
        move = command.move
        move.ensure_not_next_to(command.task_id)
        ids = [TaskId(each) for each in (command.task_id, move.neighbor) if each]
        found = {task.id: task for task in await work.tasks.with_ids(ids, owner=actor.user_id)}
        task, *named = (_existing(found, each) for each in ids)
        task.ensure_version(command.if_version)
        neighbor = named[0] if named else None
        sort = Sort(SortKey.POSITION, descending=move.other_is_lower)
        query = TaskQuery(sort=sort, limit=1, after=sort.position(neighbor) if neighbor else None)
        other = next(iter((await work.tasks.page(query, owner=actor.user_id)).tasks), None)
        if other and other.id == task.id:
            return task
        places = (neighbor.place if neighbor else None), (other.place if other else None)
        lower, upper = reversed(places) if move.other_is_lower else places
        at = self.now()
        position = moved_position(lower, upper, id=task.id)
        moved = task.moved(position, at=at)
        work.tasks.save(moved, actor.provenance(at), before=task)
        return moved


def _existing(found: Mapping[TaskId, Task], task_id: TaskId) -> Task:
    if task := found.get(task_id):
        return task
    raise TaskNotFound(task_id=task_id)


@frozen
class DeleteTask:
    """Delete a task; the record keeps it for a while, so that the deletion can be undone."""

    begin: Begin
    now: Clock

    @retry_on_conflict
    async def __call__(self, actor: Actor, removal: TaskRemoval) -> None:
        """Raise `TaskNotFound` or `StaleTask`."""
        async with self.begin() as work:
            await self.within(work, actor, removal)

    async def within(self, work: Work, actor: Actor, removal: TaskRemoval) -> None:
        """The same as a part of a larger unit of work."""
        task = await work.tasks.get(removal.task_id, owner=actor.user_id)
        task.ensure_version(removal.if_version)
        work.tasks.remove(task, actor.provenance(self.now()))


@frozen
class ListTasks:
    """List the actor's tasks."""

    begin: Begin

    async def __call__(self, actor: UserId, query: TaskQuery) -> Page:
        """Return one page."""
        async with self.begin() as work:
            return await work.tasks.page(query, owner=actor)


@frozen
class CountTasks:
    """Count the tasks that match a filter."""

    begin: Begin

    async def __call__(self, actor: UserId, task_filter: TaskFilter) -> int:
        """Return how many match."""
        async with self.begin() as work:
            return await work.tasks.count(task_filter, owner=actor)


@frozen
class SummarizeTasks:
    """Count the tasks that match a filter by what they have in common."""

    begin: Begin
    now: Clock

    async def __call__(self, actor: UserId, request: SummaryRequest) -> Summary:
        """Return the numbers."""
        async with self.begin() as work:
            return await work.tasks.summary(request.query(self.now()), owner=actor)
