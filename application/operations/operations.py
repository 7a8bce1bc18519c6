"""Operations on tasks: what they need is read first, then they are applied one after the other, then recorded.

So the operations of a batch see what those before them did, and each of them may change further tasks.
"""

from asyncio import gather
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from attrs import define, field, frozen

from application.operations.commands import Creation, Operation, Outcome, TaskChange, TaskRemoval
from application.operations.structure import guard_structure
from application.operations.writing import write_difference
from domain.changes.provenance import Actor
from domain.commands import IdTaken
from domain.ids import TaskId
from domain.ports import NewId, Work
from domain.projects.project import Project, ProjectNotFound
from domain.tasks.group import MAX_GROUP, TooManyTasks
from domain.tasks.outline import Outline
from domain.tasks.task import NewTask, Task
from domain.tasks.tree import Tree
from domain.unset import UNSET, Unset


@define
class _Needs:
    """What operations must know; keys of dictionaries, so that their order is that of the operations."""

    tasks: dict[UUID, None] = field(factory=dict)
    lineages: dict[UUID, None] = field(factory=dict)
    """Tasks, with everything above them."""
    descendants: dict[UUID, None] = field(factory=dict)
    """Tasks of which everything below them counts."""
    projects: dict[UUID, None] = field(factory=dict)
    ids: dict[UUID, None] = field(factory=dict)
    """Ids that clients chose."""

    def add(self, operation: Operation) -> None:
        """Add what an operation must know."""
        match operation:
            case NewTask(id=id_, parent_id=parent_id, project_id=project_id):
                self._add_place(parent_id, project_id)
                if id_:
                    self.ids[id_] = None
            case TaskChange(task_id=task_id, edit=edit):
                if edit.parent_id is UNSET and edit.project_id is UNSET:
                    self.tasks[task_id] = None
                else:
                    self.lineages[task_id] = self.descendants[task_id] = None
                    self._add_place(edit.parent_id, edit.project_id)
            case TaskRemoval(task_id=task_id):
                self.tasks[task_id] = self.descendants[task_id] = None

    def _add_place(self, parent_id: UUID | Unset | None, project_id: UUID | Unset | None) -> None:
        if parent_id is not UNSET and parent_id is not None:
            self.lineages[parent_id] = None
        if project_id is not UNSET and project_id is not None:
            self.projects[project_id] = None


@frozen
class Operations:
    """Operations of one request, at one moment, on what was read for them."""

    work: Work
    actor: Actor
    at: datetime
    _outline: Outline | None
    _tree: Tree
    _present: Mapping[UUID, Task]
    _projects: Mapping[UUID, Project]
    _with_id: Mapping[UUID, Sequence[Task]]
    """The tasks that have an id which a client chose, of any owner."""

    @classmethod
    async def read(cls, work: Work, actor: Actor, operations: Sequence[Operation], *, at: datetime) -> "Operations":
        """Read everything that operations must know; raise `TooManyTasks`."""
        needs, owner = _Needs(), actor.user_id
        for operation in operations:
            needs.add(operation)
        # Before the tasks: a change of the structure that comes in between makes the commit lose.
        outline = await work.outlines.find(owner) if needs.lineages else None
        tasks, lineages, descendants, projects, with_id = await gather(
            work.tasks.with_ids(list(needs.tasks), owner=owner),
            work.tasks.above(needs.lineages, owner=owner),
            work.tasks.below(needs.descendants, owner=owner, limit=MAX_GROUP + 1),
            work.projects.with_ids(list(needs.projects), owner=owner),
            gather(*(work.tasks.with_id(each) for each in needs.ids)),
        )
        if len(descendants) > MAX_GROUP:
            raise TooManyTasks
        present: dict[UUID, Task] = {task.id: task for task in (*descendants, *lineages, *tasks)}
        return cls(
            work=work,
            actor=actor,
            at=at,
            outline=outline,
            tree=Tree(present.values()),
            present=present,
            projects={project.id: project for project in projects},
            with_id=dict(zip(needs.ids, with_id, strict=True)),
        )

    def create(self, new: NewTask, new_id: NewId) -> Creation:
        """Create a task; raise what `CreateTask` does."""
        if new.id and (present := self._with_id[new.id]):
            for task in present:
                if task.owner == self.actor.user_id:
                    task.ensure_created_by(new)
                    return Creation(task, repeated=True)
            raise IdTaken(object_id=new.id)
        self._ensure_project(new.project_id)
        task = Task.created(new, id=TaskId(new.id or new_id()), owner=self.actor.user_id, at=self.at)
        self._tree.put(task, project=new.project_id or UNSET, at=self.at)
        return Creation(self._tree.get(task.id))

    def edit(self, change: TaskChange) -> Task:
        """Edit a task; raise what `EditTask` does."""
        present, stored = self._tree.get(change.task_id), self._tree.stored(change.task_id)
        stored.ensure_version(change.if_version)
        stored.ensure_unchanged(change.unchanged)
        edited = present.edited(change.edit, at=self.at)
        if edited is not present:
            if edited.project_id != present.project_id:
                self._ensure_project(edited.project_id)
            self._tree.put(edited, project=change.edit.project_id, at=self.at)
        return self._tree.get(change.task_id)

    def remove(self, removal: TaskRemoval) -> None:
        """Remove a task and what is below it, unless an earlier operation took it along; raise what `DeleteTask` does.

        Raises `ChangedInBatch` as well.
        """
        self._tree.stored(removal.task_id).ensure_version(removal.if_version)
        if not self._tree.is_removed(removal.task_id):
            self._tree.remove(removal.task_id)

    def final(self, outcome: Outcome) -> Outcome:
        """Return an outcome with the task as it is after all operations."""
        match outcome:
            case Creation(task, repeated=False):
                return Creation(self._tree.get(task.id))
            case Task() if not self._tree.is_removed(outcome.id):
                return self._tree.get(outcome.id)
            case _:
                return outcome

    async def record(self) -> None:
        """Record what the operations changed."""
        provenance, differences = self.actor.provenance(self.at), self._tree.differences()
        for before, after in differences:
            write_difference(self.work.tasks, before, after, provenance)
        owner = self.actor.user_id
        await guard_structure(self.work, owner, self._outline, differences, self._present, self._projects)

    def _ensure_project(self, project_id: UUID | None) -> None:
        if project_id and project_id not in self._projects:
            raise ProjectNotFound(project_id=project_id)
