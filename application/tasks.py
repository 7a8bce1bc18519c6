"""Creating, reading, editing, deleting and listing tasks."""

from collections.abc import Mapping, Sequence

from attrs import frozen

from application.operations.commands import Creation, TaskChange, TaskMove, TaskRemoval
from application.operations.operations import Operations
from application.retry import retry_on_conflict
from domain.changes.provenance import Actor
from domain.ids import TaskId, UserId
from domain.ports import Begin, Clock, NewId, Work
from domain.position import moved_position
from domain.statistics.summary import Summary, SummaryRequest
from domain.tasks.filter import TaskFilter
from domain.tasks.progress import Progress
from domain.tasks.query import Page, Sort, SortKey, TaskQuery
from domain.tasks.task import NewTask, Task, TaskNotFound


@frozen
class CreateTask:
    """Create a task, once for each id that the client chose."""

    begin: Begin
    now: Clock
    new_id: NewId

    @retry_on_conflict
    async def __call__(self, actor: Actor, new: NewTask) -> Creation:
        """Return the task.

        Raises `IdTaken`, `TaskNotFound` or `ProjectNotFound` for where it goes, `TooDeep`, `ProjectOfParent`, or
        `UserNotFound` if the actor's account was deleted.
        """
        async with self.begin() as work:
            return await self.within(work, actor, new)

    async def within(self, work: Work, actor: Actor, new: NewTask) -> Creation:
        """The same as a part of a larger unit of work."""
        operations = await Operations.read(work, actor, [new], at=self.now())
        creation = operations.create(new, self.new_id)
        await operations.record()
        return creation


@frozen
class ReadTask:
    """Read one task."""

    begin: Begin

    async def __call__(self, actor: UserId, task_id: TaskId) -> Task:
        """Return the task; raise `TaskNotFound`."""
        async with self.begin() as work:
            return await work.tasks.get(task_id, owner=actor)


@frozen
class ReadProgress:
    """Read how far the subtasks of some tasks are."""

    begin: Begin

    async def __call__(self, actor: UserId, ids: Sequence[TaskId]) -> Mapping[TaskId, Progress]:
        """Return the progress of each task."""
        async with self.begin() as work:
            return await work.tasks.progress(ids, owner=actor)


@frozen
class EditTask:
    """Change a task, all of the edit or nothing."""

    begin: Begin
    now: Clock

    @retry_on_conflict
    async def __call__(self, actor: Actor, change: TaskChange) -> Task:
        """Return the task as it is now.

        Raises `TaskNotFound`, `StaleTask`, `InvalidInput`, `TransitionNotAllowed` or `TwoDueDates`; for its new place
        `TaskNotFound`, `ProjectNotFound`, `CycleNotAllowed`, `TooDeep`, `ProjectOfParent` or `TooManyTasks`.
        """
        async with self.begin() as work:
            return await self.within(work, actor, change)

    async def within(self, work: Work, actor: Actor, change: TaskChange) -> Task:
        """The same as a part of a larger unit of work."""
        operations = await Operations.read(work, actor, [change], at=self.now())
        task = operations.edit(change)
        await operations.record()
        return task


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
    """Delete a task and everything below it; the record keeps them for a while, so that it can be undone."""

    begin: Begin
    now: Clock

    @retry_on_conflict
    async def __call__(self, actor: Actor, removal: TaskRemoval) -> None:
        """Raise `TaskNotFound`, `StaleTask` or `TooManyTasks`."""
        async with self.begin() as work:
            await self.within(work, actor, removal)

    async def within(self, work: Work, actor: Actor, removal: TaskRemoval) -> None:
        """The same as a part of a larger unit of work."""
        operations = await Operations.read(work, actor, [removal], at=self.now())
        operations.remove(removal)
        await operations.record()


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
