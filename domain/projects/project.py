"""Projects, and the commands that create and edit them."""

import re
from collections.abc import Container, Mapping
from datetime import datetime
from typing import Annotated, Any, Self
from uuid import UUID

from attrs import define, evolve, fields, frozen

from domain.commands import IdTaken, Rules, digest_of, normalize, read_only_violations
from domain.errors import Conflict, InvalidInput, NotFound, Stale
from domain.ids import ProjectId, UserId
from domain.moment import moment
from domain.position import creation_position
from domain.text import DESCRIPTION, PROJECT_NAME
from domain.unset import UNSET, Unset

_color = re.compile(r"#[0-9a-f]{6}").fullmatch


def color(raw: str) -> str:
    """Return a color as `#rrggbb` in lower case; raise `InvalidInput` (empty path)."""
    text = raw.lower()
    if not _color(text):
        raise InvalidInput.of("not-a-color", "must be a color such as #1f6feb: a number sign, six hexadecimal digits")
    return text


RULES: Rules = {
    "name": PROJECT_NAME,
    "description": DESCRIPTION,
    "color": color,
    "archived_at": moment,
}


@frozen(kw_only=True)
class NewProject:
    """The command to create a project; raises `InvalidInput` with all violations."""

    name: Annotated[str, PROJECT_NAME]
    description: Annotated[str, DESCRIPTION] | None = None
    color: str | None = None
    archived_at: datetime | None = None
    id: UUID | None = None
    """Chosen by the client, so that it can repeat the command and refer to the project before it is created."""

    def __attrs_post_init__(self) -> None:
        if violations := tuple(normalize(self, RULES)):
            raise InvalidInput(violations)

    @property
    def digest(self) -> bytes:
        """The digest of the content."""
        return digest_of(self)


@frozen(kw_only=True)
class ProjectEdit:
    """The command to edit a project; an `UNSET` field keeps its value, `None` means "no value"."""

    name: Annotated[str, PROJECT_NAME] | Unset = UNSET
    description: Annotated[str, DESCRIPTION] | Unset | None = UNSET
    color: str | Unset | None = UNSET
    archived_at: datetime | Unset | None = UNSET

    def __attrs_post_init__(self) -> None:
        if violations := tuple(normalize(self, RULES)):
            raise InvalidInput(violations)


@frozen(kw_only=True)
class Project:
    """A project of one user: every change creates the next version."""

    id: ProjectId
    owner: UserId
    name: str
    description: str | None = None
    color: str | None = None
    archived_at: datetime | None = None
    """Since when it is put away; its tasks stay as they are."""
    position: str | None = None
    """The key that a move set; None: the project is where its creation put it."""
    created_at: datetime
    updated_at: datetime
    version: int = 1
    creation_digest: bytes | None = None
    """`NewProject.digest` of a project whose id the client chose."""

    @classmethod
    def created(cls, new: NewProject, *, id: ProjectId, owner: UserId, at: datetime) -> Self:  # noqa: A002 - it is the id
        """Return the first version of a new project."""
        return cls(
            id=id,
            owner=owner,
            name=new.name,
            description=new.description,
            color=new.color,
            archived_at=new.archived_at,
            created_at=at,
            updated_at=at,
            creation_digest=new.digest if new.id else None,
        )

    def ensure_created_by(self, new: NewProject) -> None:
        """Raise `IdTaken` unless this project was created by the same command.

        A project whose id the client did not choose passes if it has the same content now.
        """
        digest = self.creation_digest or evolve(new, **{name: getattr(self, name) for name in CONTENT}).digest
        if new.digest != digest:
            raise IdTaken(object_id=self.id)

    def edited(self, edit: ProjectEdit, *, at: datetime) -> Self:
        """Return the next version with the edit applied, or this project if the edit changes nothing."""
        values = ((name, getattr(edit, name)) for name in EDITABLE)
        changes = {name: value for name, value in values if value is not UNSET and value != getattr(self, name)}
        return self._next(at, **changes) if changes else self

    def moved(self, position: str, *, at: datetime) -> Self:
        """Return the next version, at another position in the manual order."""
        return self._next(at, position=position)

    def _next(self, at: datetime, **changes: Any) -> Self:
        # A clock that was set back must not move `updated_at` back.
        return evolve(self, version=self.version + 1, updated_at=max(at, self.updated_at), **changes)

    @property
    def user_id(self) -> UserId:
        """The owner, under the name that it has in views."""
        return self.owner

    @property
    def place(self) -> str:
        """The key in the manual order."""
        return self.position or creation_position(self.created_at, self.id)

    def ensure_unchanged(self, values: Mapping[str, object]) -> None:
        """Raise `StaleProject` unless a given version is this one, and `InvalidInput` if another value differs."""
        if values.get("version", self.version) != self.version:
            raise StaleProject(project_id=self.id, current=self.version)
        if violations := read_only_violations(self, values):
            raise InvalidInput(violations)

    def ensure_version(self, allowed: Container[int] | None) -> None:
        """Raise `StaleProject` unless this version is one of `allowed`; `None` allows any."""
        if allowed is not None and self.version not in allowed:
            raise StaleProject(project_id=self.id, current=self.version)


EDITABLE = tuple(each.name for each in fields(ProjectEdit))
CONTENT = tuple(each.name for each in fields(NewProject) if each.name != "id")


@define(eq=False)
class ProjectNotFound(NotFound):
    project_id: UUID

    def __str__(self) -> str:
        return f"there is no project {self.project_id}"


@define(eq=False)
class ProjectNotEmpty(Conflict):
    """The project has tasks, and the request does not say what to do with them."""

    project_id: UUID
    tasks: int

    def __str__(self) -> str:
        tasks = "task" if self.tasks == 1 else "tasks"
        return (
            f"the project has {self.tasks:,} {tasks}; add tasks=keep to keep them without a project, or tasks=delete to"
            " delete them with it"
        )


@define(eq=False)
class StaleProject(Stale):
    project_id: ProjectId
    current: int

    def __str__(self) -> str:
        return f"the request is based on another version of the project; its current version is {self.current}"
