"""Tasks, projects and outlines: reads are coalesced with those of others, writes are recorded."""

from collections.abc import Sequence
from uuid import UUID

from attrs import frozen

from adapters.postgres.batching.coalesced_reads import CoalescedReads
from adapters.postgres.sql.change_queries import (
    TASKS_BY_ID,
)
from adapters.postgres.sql.key_queries import (
    OUTLINE,
    PROJECT,
    TASK,
    TASKS_WITH_ID,
)
from adapters.postgres.sql.page_queries import count_query, is_bounded, page_query
from domain.ids import ProjectId, TaskId, UserId
from domain.ports.change_set import ChangeRecorder, TaskRecorder
from domain.projects.project import Project, ProjectNotFound
from domain.tasks.filter import TaskFilter
from domain.tasks.outline import Outline
from domain.tasks.query import Page, TaskQuery
from domain.tasks.task import Task, TaskNotFound


@frozen
class PostgresTasks(TaskRecorder):
    """The tasks."""

    reads: CoalescedReads
    searches: CoalescedReads
    """For questions whose cost grows with the number of the owner's tasks."""

    async def get(self, task_id: TaskId, *, owner: UserId) -> Task:
        """Return the task; raise `TaskNotFound`."""
        for task in await self.reads.ask(TASK, (owner, task_id)):
            return task
        raise TaskNotFound(task_id=task_id)

    async def with_id(self, task_id: UUID) -> list[Task]:
        """Return the tasks with this id, of any owner."""
        return await self.reads.ask(TASKS_WITH_ID, (task_id,))

    async def page(self, query: TaskQuery, *, owner: UserId) -> Page:
        """Return the page."""
        reads = self.reads if is_bounded(query) else self.searches
        return await reads.ask(page_query(query), (owner, query))

    async def count(self, task_filter: TaskFilter, *, owner: UserId) -> int:
        """Return how many tasks match."""
        return await self.searches.ask(count_query(task_filter), (owner, task_filter))

    async def with_ids(self, ids: Sequence[TaskId], *, owner: UserId) -> list[Task]:
        """Return those of some tasks of a user that exist."""
        found = await self.reads.ask_all(TASK, [(owner, each) for each in ids])
        return [task for tasks in found for task in tasks]

    async def by_id(self, *, owner: UserId, after: UUID | None, limit: int) -> list[Task]:
        """Return the first tasks in the order of their ids, after an id."""
        return await self.reads.ask(TASKS_BY_ID, (owner, after, limit))


@frozen
class PostgresProjects(ChangeRecorder[Project]):
    """The projects."""

    reads: CoalescedReads

    async def get(self, project_id: ProjectId, *, owner: UserId) -> Project:
        """Return the project; raise `ProjectNotFound`."""
        for project in await self.reads.ask(PROJECT, (owner, project_id)):
            return project
        raise ProjectNotFound(project_id=project_id)


@frozen
class PostgresOutlines(ChangeRecorder[Outline]):
    """The outlines."""

    reads: CoalescedReads

    async def find(self, owner: UserId) -> Outline | None:
        """Return the outline of an account, if there is one."""
        return next(iter(await self.reads.ask(OUTLINE, (owner,))), None)
