"""Tasks, and the commands that create and edit them."""

from collections.abc import Container, Mapping
from datetime import date, datetime
from typing import Annotated, Any, Self
from uuid import UUID

from attrs import define, evolve, fields, frozen
from attrs import field as attribute

from domain.choice import chosen_from
from domain.commands import IdTaken, Rules, digest_of, normalize, read_only_violations
from domain.day import day
from domain.errors import Conflict, InvalidInput, NotFound, Stale, Violation
from domain.ids import ProjectId, TaskId, UserId
from domain.moment import moment
from domain.position import creation_position
from domain.tasks.labels import LabelEdit, Labels, labels_or_edit
from domain.tasks.priority import Priority
from domain.tasks.status import Status
from domain.text import DESCRIPTION, TITLE
from domain.unset import UNSET, Unset

RULES: Rules = {
    "title": TITLE,
    "description": DESCRIPTION,
    "status": chosen_from(Status),
    "priority": chosen_from(Priority),
    "due_at": moment,
    "due_on": day,
    "labels": labels_or_edit,
}


def _normalize(command: "NewTask | TaskEdit") -> None:
    """Normalize every value; raise `InvalidInput` with all violations."""
    violations = list(normalize(command, RULES))
    if isinstance(command.due_at, datetime) and isinstance(command.due_on, date):
        violations.append(Violation(("due_on",), "contradiction", "due_at and due_on exclude each other: send one"))
    if violations:
        raise InvalidInput(tuple(violations))


@frozen(kw_only=True)
class NewTask:
    """The command to create a task; raises `InvalidInput` with all violations."""

    title: Annotated[str, TITLE]
    description: Annotated[str, DESCRIPTION] | None = None
    priority: Priority = Priority.MEDIUM
    due_at: datetime | None = None
    due_on: date | None = None
    project_id: UUID | None = None
    labels: Labels = ()
    parent_id: UUID | None = None
    id: UUID | None = None
    """Chosen by the client, so that it can repeat the command and refer to the task before it is created."""

    def __attrs_post_init__(self) -> None:
        _normalize(self)

    @property
    def digest(self) -> bytes:
        """The digest of the content."""
        return digest_of(self)


@frozen(kw_only=True)
class TaskEdit:
    """The command to edit a task; an `UNSET` field keeps its value, `None` means "no value"."""

    title: Annotated[str, TITLE] | Unset = UNSET
    description: Annotated[str, DESCRIPTION] | Unset | None = UNSET
    status: Status | Unset = UNSET
    priority: Priority | Unset = UNSET
    due_at: datetime | Unset | None = UNSET
    due_on: date | Unset | None = UNSET
    project_id: UUID | Unset | None = UNSET
    labels: Labels | LabelEdit | Unset = UNSET
    parent_id: UUID | Unset | None = UNSET

    def __attrs_post_init__(self) -> None:
        _normalize(self)


@frozen(kw_only=True)
class Task:
    """A task of one user.

    A task is never changed in place: every change creates the next version, so
    that an update based on a stale version is detected.
    """

    id: TaskId
    owner: UserId
    title: str
    description: str | None = None
    status: Status = Status.TODO
    priority: Priority = Priority.MEDIUM
    due_at: datetime | None = None
    due_on: date | None = None
    """A whole day in no particular zone, instead of `due_at`."""
    project_id: ProjectId | None = None
    parent_id: TaskId | None = None
    labels: Labels = ()
    position: str | None = None
    """The key that a move set; None: the task is where its creation put it."""
    completed_at: datetime | None = None
    created_at: datetime
    updated_at: datetime
    version: int = attribute(default=1)
    creation_digest: bytes | None = None
    """`NewTask.digest` of a task whose id the client chose."""

    def __attrs_post_init__(self) -> None:
        # A release that does not know `due_on` leaves it where it is when it sets `due_at`.
        if self.due_on is not None and self.due_at is not None:
            object.__setattr__(self, "due_on", None)

    @classmethod
    def created(cls, new: NewTask, *, id: TaskId, owner: UserId, at: datetime) -> Self:  # noqa: A002 - it is the id
        """Return the first version of a new task."""
        return cls(
            id=id,
            owner=owner,
            title=new.title,
            description=new.description,
            priority=new.priority,
            due_at=new.due_at,
            due_on=new.due_on,
            project_id=ProjectId(new.project_id) if new.project_id else None,
            labels=new.labels,
            parent_id=TaskId(new.parent_id) if new.parent_id else None,
            created_at=at,
            updated_at=at,
            creation_digest=new.digest if new.id else None,
        )

    def ensure_created_by(self, new: NewTask) -> None:
        """Raise `IdTaken` unless this task was created by the same command.

        A task whose id the client did not choose passes if it has the same content now.
        """
        digest = self.creation_digest or evolve(new, **{name: getattr(self, name) for name in CONTENT}).digest
        if new.digest != digest:
            raise IdTaken(object_id=self.id)

    def edited(self, edit: TaskEdit, *, at: datetime) -> Self:
        """Return the next version with the edit applied, or this task if the edit changes nothing.

        Raises `TransitionNotAllowed` if the new status may not follow the present one, `TwoDueDates` and
        `TooManyLabels`.
        """
        changes = {
            name: value
            for name in EDITABLE
            if (value := self._after(edit, name)) is not UNSET and value != getattr(self, name)
        }
        if not changes:
            return self
        if changes.get("due_at", self.due_at) and changes.get("due_on", self.due_on):
            raise TwoDueDates(present="due_at" if self.due_at else "due_on")
        # A clock that was set back must not move `updated_at` back, nor complete a task before it was created.
        at = max(at, self.updated_at)
        status: Status | None = changes.get("status")
        if status is not None:
            if status not in self.status.next:
                raise TransitionNotAllowed(current=self.status, requested=status)
            changes["completed_at"] = at if status is Status.DONE else None
        return evolve(self, version=self.version + 1, updated_at=at, **changes)

    def moved(self, position: str, *, at: datetime) -> Self:
        """Return the next version, at another position of the manual order."""
        return evolve(self, version=self.version + 1, updated_at=max(at, self.updated_at), position=position)

    @property
    def place(self) -> str:
        """The key of the task in the manual order (`domain.position`)."""
        return self.position or creation_position(self.created_at, self.id)

    def _after(self, edit: TaskEdit, name: str) -> Any:
        value = getattr(edit, name)
        return value.applied_to(self.labels) if isinstance(value, LabelEdit) else value

    @property
    def user_id(self) -> UserId:
        """The owner, under the name that it has in sessions and in views."""
        return self.owner

    def ensure_unchanged(self, values: Mapping[str, object]) -> None:
        """Raise `StaleTask` unless a given version is this one, and `InvalidInput` if another value differs."""
        if values.get("version", self.version) != self.version:
            raise StaleTask(task_id=self.id, current=self.version)
        if violations := read_only_violations(self, values):
            raise InvalidInput(violations)

    def ensure_version(self, allowed: Container[int] | None) -> None:
        """Raise `StaleTask` unless this version is one of `allowed`; `None` allows any."""
        if allowed is not None and self.version not in allowed:
            raise StaleTask(task_id=self.id, current=self.version)


EDITABLE = tuple(attribute.name for attribute in fields(TaskEdit))
CONTENT = tuple(attribute.name for attribute in fields(NewTask) if attribute.name != "id")


@define(eq=False)
class TaskNotFound(NotFound):
    task_id: TaskId

    def __str__(self) -> str:
        return f"there is no task {self.task_id}"


@define(eq=False)
class TransitionNotAllowed(Conflict):
    current: Status
    requested: Status

    @property
    def allowed(self) -> tuple[Status, ...]:
        """The statuses that may follow, in the order of `Status`."""
        return tuple(status for status in Status if status in self.current.next)

    def __str__(self) -> str:
        return (
            f"a task that is {self.current} cannot become {self.requested}; "
            f"it can become {', '.join(self.allowed[:-1])}{' or ' if self.allowed[:-1] else ''}{self.allowed[-1]}"
        )


@define(eq=False)
class TwoDueDates(Conflict):
    """An edit would leave the task with a due time and a day."""

    present: str
    """The field that has a value."""

    def __str__(self) -> str:
        return f"a task is due at a time or on a day; this one has {self.present}: send null for it in the same request"


@define(eq=False)
class StaleTask(Stale):
    task_id: TaskId
    current: int

    def __str__(self) -> str:
        return f"the request is based on another version of the task; its current version is {self.current}"
