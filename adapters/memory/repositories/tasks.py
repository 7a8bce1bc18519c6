"""Tasks, projects and outlines in memory."""

from collections.abc import Sequence
from heapq import nsmallest
from uuid import UUID

from attrs import frozen

from adapters.memory.repositories.store import Store
from domain.ids import ProjectId, TaskId, UserId
from domain.ports.change_set import ChangeRecorder, TaskRecorder
from domain.projects.project import Project, ProjectNotFound
from domain.tasks.filter import TaskFilter
from domain.tasks.outline import Outline
from domain.tasks.query import Page, TaskQuery
from domain.tasks.task import Task, TaskNotFound


@frozen
class MemoryTasks(TaskRecorder):
    """The tasks."""

    store: Store

    async def get(self, task_id: TaskId, *, owner: UserId) -> Task:
        """Return the task; raise `TaskNotFound`."""
        if task := self.store.find(Task, owner, task_id):
            return task
        raise TaskNotFound(task_id=task_id)

    async def with_id(self, task_id: UUID) -> list[Task]:
        """Return the tasks with this id, of any owner."""
        return self.store.all_with(Task, "id", task_id)

    async def page(self, query: TaskQuery, *, owner: UserId) -> Page:
        """Return the page."""
        return query.page_of(self.store.all_owned(Task, owner))

    async def count(self, task_filter: TaskFilter, *, owner: UserId) -> int:
        """Return how many tasks match."""
        return sum(map(task_filter.matches, self.store.all_owned(Task, owner)))

    async def with_ids(self, ids: Sequence[TaskId], *, owner: UserId) -> list[Task]:
        """Return those of some tasks of a user that exist."""
        return [task for each in ids if (task := self.store.find(Task, owner, each))]

    async def by_id(self, *, owner: UserId, after: UUID | None, limit: int) -> list[Task]:
        """Return the first tasks in the order of their ids, after an id."""
        own = (task for task in self.store.all_owned(Task, owner) if after is None or task.id > after)
        return nsmallest(limit, own, key=lambda task: task.id)


@frozen
class MemoryProjects(ChangeRecorder[Project]):
    """The projects."""

    store: Store

    async def get(self, project_id: ProjectId, *, owner: UserId) -> Project:
        """Return the project; raise `ProjectNotFound`."""
        if project := self.store.find(Project, owner, project_id):
            return project
        raise ProjectNotFound(project_id=project_id)


@frozen
class MemoryOutlines(ChangeRecorder[Outline]):
    """The outlines."""

    store: Store

    async def find(self, owner: UserId) -> Outline | None:
        """Return the outline of an account, if there is one."""
        return self.store.find(Outline, owner)
