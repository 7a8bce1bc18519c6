"""Tasks, projects and outlines: reads are coalesced with those of others, writes are recorded."""

from collections.abc import Collection, Sequence
from typing import Generic
from uuid import UUID

from attrs import field, frozen

from adapters.postgres.batching.coalesced_reads import CoalescedReads
from adapters.postgres.sql.change_queries import PROJECTS_BY_ID, TASKS_BY_ID, RowsQuery
from adapters.postgres.sql.key_queries import (
    OUTLINE,
    PROJECT,
    PROJECTS_WITH_ID,
    TASK,
    TASKS_WITH_ID,
    KeyQuery,
)
from adapters.postgres.sql.label_queries import LABELS, TASKS_WITH_LABEL
from adapters.postgres.sql.page_queries import count_query, is_bounded, page_query
from adapters.postgres.sql.project_queries import LAST_PROJECT_BEFORE, PROJECTS_PAGE, TASKS_OF_PROJECT
from adapters.postgres.sql.summary_queries import summary_statement
from adapters.postgres.sql.tree_queries import TASK_PROGRESS, TASKS_ABOVE, TASKS_BELOW
from domain.changes.kinds import RecordedT
from domain.ids import ProjectId, TaskId, UserId
from domain.ports.change_set import ObjectRecorder, OutlineRecorder
from domain.projects.project import Project, ProjectNotFound
from domain.projects.query import ProjectPage, ProjectQuery
from domain.statistics.summary import Summary, SummaryQuery
from domain.tasks.filter import TaskFilter
from domain.tasks.labels import LabelCount
from domain.tasks.outline import Outline
from domain.tasks.progress import Progress
from domain.tasks.query import Page, TaskQuery
from domain.tasks.task import Task, TaskNotFound


@frozen
class ObjectQueries(Generic[RecordedT]):
    """What is asked about every kind of recorded objects."""

    one: KeyQuery[RecordedT]
    with_id: KeyQuery[RecordedT]
    by_id: RowsQuery[RecordedT]


@frozen
class PostgresObjects(ObjectRecorder[RecordedT]):
    """Objects whose changes are recorded."""

    reads: CoalescedReads
    queries: ObjectQueries[RecordedT] = field(init=False)

    async def with_id(self, object_id: UUID) -> list[RecordedT]:
        """Return the objects with this id, of any owner."""
        return await self.reads.ask(self.queries.with_id, (object_id,))

    async def with_ids(self, ids: Sequence[UUID], *, owner: UserId) -> list[RecordedT]:
        """Return those of some objects of a user that exist."""
        found = await self.reads.ask_all(self.queries.one, [(owner, each) for each in ids])
        return [each for objects in found for each in objects]

    async def by_id(self, *, owner: UserId, after: UUID | None, limit: int) -> list[RecordedT]:
        """Return the first objects in the order of their ids, after an id."""
        return await self.reads.ask(self.queries.by_id, (owner, after, limit))


TASKS = ObjectQueries(TASK, TASKS_WITH_ID, TASKS_BY_ID)
PROJECTS = ObjectQueries(PROJECT, PROJECTS_WITH_ID, PROJECTS_BY_ID)


@frozen
class PostgresTasks(PostgresObjects[Task]):
    """The tasks."""

    queries: ObjectQueries[Task] = field(default=TASKS, init=False)
    searches: CoalescedReads
    """For questions whose cost grows with the number of the owner's tasks."""

    async def get(self, task_id: TaskId, *, owner: UserId) -> Task:
        """Return the task; raise `TaskNotFound`."""
        for task in await self.reads.ask(TASK, (owner, task_id)):
            return task
        raise TaskNotFound(task_id=task_id)

    async def page(self, query: TaskQuery, *, owner: UserId) -> Page:
        """Return the page."""
        reads = self.reads if is_bounded(query) else self.searches
        return await reads.ask(page_query(query), (owner, query))

    async def count(self, task_filter: TaskFilter, *, owner: UserId) -> int:
        """Return how many tasks match."""
        return await self.searches.ask(count_query(task_filter), (owner, task_filter))

    async def summary(self, query: SummaryQuery, *, owner: UserId) -> Summary:
        """Return the summary."""
        return await self.searches.ask(summary_statement(query), (owner, query))

    async def of_project(self, project_id: ProjectId, *, owner: UserId, limit: int) -> list[Task]:
        """Return tasks of a project."""
        return await self.searches.ask(TASKS_OF_PROJECT, (owner, project_id, limit))

    async def labels(self, *, owner: UserId, after: str, limit: int) -> list[LabelCount]:
        """Return the first labels after a key."""
        return await self.searches.ask(LABELS, (owner, after, limit))

    async def with_label(self, key: str, *, owner: UserId, limit: int) -> list[Task]:
        """Return the first tasks with a label, in the order of their ids."""
        return await self.searches.ask(TASKS_WITH_LABEL, (owner, key, limit))

    async def above(self, ids: Collection[UUID], *, owner: UserId) -> list[Task]:
        """Return those of some tasks of a user that exist, and every task above them."""
        return await self.reads.ask(TASKS_ABOVE, (owner, frozenset(ids))) if ids else []

    async def below(self, ids: Collection[UUID], *, owner: UserId, limit: int) -> list[Task]:
        """Return tasks below any of some tasks of a user, as far as the limit."""
        return await self.reads.ask(TASKS_BELOW, (owner, frozenset(ids), limit)) if ids else []

    async def progress(self, ids: Sequence[TaskId], *, owner: UserId) -> dict[TaskId, Progress]:
        """Return how far the subtasks of each task are."""
        return dict(zip(ids, await self.reads.ask_all(TASK_PROGRESS, [(owner, each) for each in ids]), strict=True))


@frozen
class PostgresProjects(PostgresObjects[Project]):
    """The projects."""

    queries: ObjectQueries[Project] = field(default=PROJECTS, init=False)

    async def get(self, project_id: ProjectId, *, owner: UserId) -> Project:
        """Return the project; raise `ProjectNotFound`."""
        for project in await self.reads.ask(PROJECT, (owner, project_id)):
            return project
        raise ProjectNotFound(project_id=project_id)

    async def page(self, query: ProjectQuery, *, owner: UserId) -> ProjectPage:
        """Return the page."""
        return query.page_from(await self.reads.ask(PROJECTS_PAGE, (owner, query)))

    async def last_before(self, place: str | None, *, owner: UserId) -> Project | None:
        """Return the last project before a place in the manual order, or of all."""
        return next(iter(await self.reads.ask(LAST_PROJECT_BEFORE, (owner, place))), None)


@frozen
class PostgresOutlines(OutlineRecorder):
    """The outlines."""

    reads: CoalescedReads

    async def find(self, owner: UserId) -> Outline | None:
        """Return the outline of an account, if there is one."""
        return next(iter(await self.reads.ask(OUTLINE, (owner,))), None)
