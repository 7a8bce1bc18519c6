"""Projects, and the commands that create and edit them."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from attrs import define, frozen

from domain.errors import InvalidInput, NotFound
from domain.ids import ProjectId, UserId
from domain.moment import moment
from domain.text import DESCRIPTION, PROJECT_NAME

_color = re.compile(r"#[0-9a-f]{6}").fullmatch


def color(raw: str) -> str:
    """Return a color as `#rrggbb` in lower case; raise `InvalidInput` (empty path)."""
    text = raw.lower()
    if not _color(text):
        raise InvalidInput.of("malformed", "must be a color such as #1f6feb: a number sign and six hexadecimal digits")
    return text


RULES: Mapping[str, Callable[[Any], object]] = {
    "name": PROJECT_NAME,
    "description": DESCRIPTION,
    "color": color,
    "archived_at": moment,
}


@frozen(kw_only=True)
class Project:
    """A project of one user: every change creates the next version."""

    id: ProjectId
    owner: UserId
    name: Annotated[str, PROJECT_NAME]
    description: str | None = None
    color: str | None = None
    archived_at: datetime | None = None
    position: str | None = None
    """The key that a move set; None: the project is where its creation put it."""
    created_at: datetime
    updated_at: datetime
    version: int = 1
    creation_digest: bytes | None = None
    """The digest of the command that created it, if the client chose the id."""


@define(eq=False)
class ProjectNotFound(NotFound):
    project_id: UUID

    def __str__(self) -> str:
        return f"there is no project {self.project_id}"
