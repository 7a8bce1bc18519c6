"""Tasks, projects and outlines in memory."""

from collections.abc import Collection, Iterator, Sequence
from heapq import nsmallest
from uuid import UUID

from attrs import field, frozen

from adapters.memory.repositories.store import Store
from domain.changes.kinds import RecordedT
from domain.ids import ProjectId, TaskId, UserId
from domain.ports.change_set import ObjectRecorder, OutlineRecorder
from domain.projects.project import Project, ProjectNotFound
from domain.projects.query import ProjectPage, ProjectQuery
from domain.statistics.summary import Summary, SummaryQuery
from domain.tasks.filter import TaskFilter
from domain.tasks.labels import LabelCount, label_counts, label_key
from domain.tasks.outline import Outline
from domain.tasks.progress import Progress
from domain.tasks.query import Page, TaskQuery
from domain.tasks.task import Task, TaskNotFound


@frozen
class MemoryObjects(ObjectRecorder[RecordedT]):
    """Objects whose changes are recorded."""

    store: Store
    entity: type[RecordedT] = field(init=False)

    async def with_id(self, object_id: UUID) -> list[RecordedT]:
        """Return the objects with this id, of any owner."""
        return self.store.all_with(self.entity, "id", object_id)

    async def with_ids(self, ids: Sequence[UUID], *, owner: UserId) -> list[RecordedT]:
        """Return those of some objects of a user that exist."""
        return [found for each in ids if (found := self.store.find(self.entity, owner, each))]

    async def by_id(self, *, owner: UserId, after: UUID | None, limit: int) -> list[RecordedT]:
        """Return the first objects in the order of their ids, after an id."""
        own = (each for each in self.store.all_owned(self.entity, owner) if after is None or each.id > after)
        return nsmallest(limit, own, key=lambda each: each.id)


@frozen
class MemoryTasks(MemoryObjects[Task]):
    """The tasks."""

    entity: type[Task] = field(default=Task, init=False)

    async def get(self, task_id: TaskId, *, owner: UserId) -> Task:
        """Return the task; raise `TaskNotFound`."""
        if task := self.store.find(Task, owner, task_id):
            return task
        raise TaskNotFound(task_id=task_id)

    async def page(self, query: TaskQuery, *, owner: UserId) -> Page:
        """Return the page."""
        return query.page_of(self.store.all_owned(Task, owner))

    async def count(self, task_filter: TaskFilter, *, owner: UserId) -> int:
        """Return how many tasks match."""
        return sum(map(task_filter.matches, self.store.all_owned(Task, owner)))

    async def summary(self, query: SummaryQuery, *, owner: UserId) -> Summary:
        """Return the summary."""
        return query.summary_of(self.store.all_owned(Task, owner))

    async def of_project(self, project_id: ProjectId, *, owner: UserId, limit: int) -> list[Task]:
        """Return tasks of a project."""
        found = self.store.all_with(Task, "project_id", project_id)
        return [task for task in found if task.owner == owner][:limit]

    async def labels(self, *, owner: UserId, after: str, limit: int) -> list[LabelCount]:
        """Return the first labels after a key."""
        counted = label_counts(task.labels for task in self.store.all_owned(Task, owner))
        return [each for each in counted if label_key(each.name) > after][:limit]

    async def with_label(self, key: str, *, owner: UserId, limit: int) -> list[Task]:
        """Return the first tasks with a label, in the order of their ids."""
        own = (task for task in self.store.all_owned(Task, owner) if key in map(label_key, task.labels))
        return nsmallest(limit, own, key=lambda task: task.id)

    async def above(self, ids: Collection[UUID], *, owner: UserId) -> list[Task]:
        """Return those of some tasks of a user that exist, and every task above them."""
        found: dict[UUID | None, Task] = {}
        waiting: list[UUID | None] = list(ids)
        while waiting:
            task_id = waiting.pop()
            if task_id not in found and (task := self.store.find(Task, owner, task_id)):
                found[task_id] = task
                waiting.append(task.parent_id)
        return list(found.values())

    async def below(self, ids: Collection[UUID], *, owner: UserId, limit: int) -> list[Task]:
        """Return tasks below any of some tasks of a user, as far as the limit."""
        found: dict[UUID, Task] = {}
        waiting = list(ids)
        while waiting and len(found) < limit:
            children = [task for task in self._children(waiting.pop(), owner) if task.id not in found]
            found |= {task.id: task for task in children}
            waiting += (task.id for task in children)
        return list(found.values())[:limit]

    async def progress(self, ids: Sequence[TaskId], *, owner: UserId) -> dict[TaskId, Progress]:
        """Return how far the subtasks of each task are."""
        return {task_id: Progress.of(self._children(task_id, owner)) for task_id in ids}

    def _children(self, task_id: UUID, owner: UserId) -> Iterator[Task]:
        return (task for task in self.store.all_with(Task, "parent_id", task_id) if task.owner == owner)


@frozen
class MemoryProjects(MemoryObjects[Project]):
    """The projects."""

    entity: type[Project] = field(default=Project, init=False)

    async def get(self, project_id: ProjectId, *, owner: UserId) -> Project:
        """Return the project; raise `ProjectNotFound`."""
        if project := self.store.find(Project, owner, project_id):
            return project
        raise ProjectNotFound(project_id=project_id)

    async def page(self, query: ProjectQuery, *, owner: UserId) -> ProjectPage:
        """Return the page."""
        return query.page_of(self.store.all_owned(Project, owner))

    async def last_before(self, place: str | None, *, owner: UserId) -> Project | None:
        """Return the last project before a place in the manual order, or of all."""
        own = (each for each in self.store.all_owned(Project, owner) if place is None or each.place < place)
        return max(own, key=lambda each: each.place, default=None)


@frozen
class MemoryOutlines(OutlineRecorder):
    """The outlines."""

    store: Store

    async def find(self, owner: UserId) -> Outline | None:
        """Return the outline of an account, if there is one."""
        return self.store.find(Outline, owner)
