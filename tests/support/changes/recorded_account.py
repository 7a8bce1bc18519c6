"""An account on domain objects alone: its tasks, its record, and its state after every change."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from attrs import define, evolve, field, frozen
from hypothesis import strategies as st

from adapters.testing.builders import NOON, SECOND
from domain.changes.provenance import Actor, Provenance
from domain.changes.recorded_change import RecordedChange
from domain.changes.undo import undone
from domain.errors import DomainError
from domain.ids import SessionId, TaskId, UserId
from domain.tasks.priority import Priority
from domain.tasks.status import Status
from domain.tasks.task import NewTask, Task, TaskEdit
from domain.unset import UNSET

OWNER = UserId(UUID(int=1))
SLOTS = 3
"""So many tasks there can be at once."""
SESSIONS = 3
Content = Mapping[TaskId, Task]


@define
class RecordedAccount:
    """Executes commands as the use cases do, without a store; every change happens one second after the last one."""

    record: list[RecordedChange] = field(factory=list, init=False)
    states: list[dict[TaskId, Task]] = field(factory=lambda: [{}], init=False)
    """The tasks after each number; those after 0 come first."""

    @property
    def tasks(self) -> dict[TaskId, Task]:
        """The present tasks."""
        return self.states[-1]

    @property
    def now(self) -> datetime:
        """The time of the next change."""
        return NOON + SECOND * len(self.states)

    def provenance(self, session: int = 0, undoes: tuple[int, ...] = ()) -> Provenance:
        """Return the provenance of a change by one of several sessions."""
        return Actor(OWNER, SessionId(UUID(int=100 + session))).provenance(self.now, undoes=undoes)

    def write(self, before: Task | None, after: Task | None, provenance: Provenance) -> None:
        """Record a change and apply it."""
        change = RecordedChange.of(before, after, provenance)
        self.record.append(evolve(change, number=len(self.record) + 1))
        others = {id_: task for id_, task in self.tasks.items() if id_ != change.object_id}
        self.states.append(others | ({after.id: after} if after else {}))

    def create(self, task_id: TaskId, new: NewTask, session: int = 0) -> None:
        """Create a task."""
        task = Task.created(evolve(new, id=task_id), id=task_id, owner=OWNER, at=self.now)
        self.write(None, task, self.provenance(session))

    def edit(self, task: Task, edit: TaskEdit, session: int = 0) -> None:
        """Edit a task, if that changes something."""
        edited = task.edited(edit, at=self.now)
        if edited is not task:
            self.write(task, edited, self.provenance(session))

    def delete(self, task: Task, session: int = 0) -> None:
        """Delete a task."""
        self.write(task, None, self.provenance(session))

    def undo(self, *numbers: int, session: int = 0) -> None:
        """Undo changes of one task; raise `UndoConflict`."""
        targets = [self.record[number - 1] for number in sorted(numbers)]
        task_id = TaskId(targets[0].object_id)
        task = self.tasks.get(task_id)
        own = [each for each in self.of(task_id) if each.number >= targets[0].number]
        after = undone(targets, own, task, self.now)
        if after is not task:
            self.write(task, after, self.provenance(session, undoes=tuple(each.number for each in targets)))

    def of(self, task_id: TaskId) -> Sequence[RecordedChange]:
        """Return the changes of a task."""
        return [each for each in self.record if each.object_id == task_id]


def content(tasks: Mapping[TaskId, Task]) -> Mapping[TaskId, Task]:
    """Return tasks without what every change sets."""
    return {id_: evolve(task, version=1, updated_at=NOON) for id_, task in tasks.items()}


@frozen
class Command:
    """What a session does with a task, if that is possible: an edit creates a task that does not exist."""

    slot: int
    session: int
    edit: TaskEdit | None = None
    undo: int | None = None
    """Selects the change to undo; without an edit and without this, the task is deleted."""

    def run(self, account: RecordedAccount) -> None:
        """Change the account, or leave it as it is."""
        task_id = TaskId(UUID(int=self.slot))
        task = account.tasks.get(task_id)
        try:
            if self.undo is not None and account.record:
                account.undo(1 + self.undo % len(account.record), session=self.session)
            elif self.edit is None and task:
                account.delete(task, self.session)
            elif self.edit and task:
                account.edit(task, self.edit, self.session)
            elif self.edit:
                account.create(task_id, NewTask(title=str(self.edit.title or "New")), self.session)
        except DomainError:
            return


due_edits = st.sampled_from(
    [
        {},
        {},
        {"due_at": None},
        {"due_on": None},
        {"due_at": NOON},
        {"due_on": NOON.date()},
        {"due_at": None, "due_on": NOON.date()},
    ]
)
edits = st.builds(
    lambda due, **others: TaskEdit(**due, **others),
    due_edits,
    title=st.just(UNSET) | st.sampled_from("ABC"),
    description=st.just(UNSET) | st.none() | st.sampled_from("xy"),
    status=st.just(UNSET) | st.sampled_from(Status),
    priority=st.just(UNSET) | st.sampled_from(Priority),
)
_slots, _sessions = st.integers(1, SLOTS), st.integers(1, SESSIONS)
commands = st.one_of(
    st.builds(Command, _slots, _sessions, edits),
    st.builds(Command, _slots, _sessions, edits),
    st.builds(Command, _slots, _sessions, undo=st.integers(0, 40)),
    st.builds(Command, _slots, _sessions),
)


@st.composite
def accounts(draw: st.DrawFn, max_size: int = 25) -> RecordedAccount:
    """An account after random commands of several sessions."""
    account = RecordedAccount()
    for command in draw(st.lists(commands, max_size=max_size)):
        command.run(account)
    return account
