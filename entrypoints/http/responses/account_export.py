"""The export of one account, streamed while it is read."""

from collections.abc import AsyncGenerator, Callable, Mapping
from typing import Any

from application.export import Exported
from domain.accounts.personal_access_token import PersonalAccessToken
from domain.accounts.session import Session
from domain.accounts.user import User
from domain.changes.recorded_change import RecordedChange
from domain.projects.project import Project
from domain.tasks.task import Task
from entrypoints.http.responses.change_views import ChangeView
from entrypoints.http.responses.projects.view import ProjectView
from entrypoints.http.responses.response import CONTENT_TYPE_JSON, encoded
from entrypoints.http.responses.streaming import Stream
from entrypoints.http.responses.task_view import TaskView
from entrypoints.http.responses.views import AccountView, KeptSessionView, PersonalAccessTokenView

FILE_NAME = (b"content-disposition", b'attachment; filename="taskapi-export.json"')


MEMBERS: Mapping[type, tuple[bytes, Callable[[Any], object]]] = {
    Session: (b"sessions", KeptSessionView.of),
    PersonalAccessToken: (b"personal_access_tokens", PersonalAccessTokenView.of),
    Project: (b"projects", ProjectView.of),
    Task: (b"tasks", TaskView.of),
    RecordedChange: (b"changes", ChangeView.of),
}
"""The arrays of the document in their order, and the views of what they contain."""


def exported(entities: AsyncGenerator[Exported, None]) -> Stream:
    """Return an `ExportView` out of the user, then the entities of each array in the order of `MEMBERS`."""
    return Stream((CONTENT_TYPE_JSON, FILE_NAME), _document(entities))


async def _document(entities: AsyncGenerator[Exported, None]) -> AsyncGenerator[bytes, None]:
    kinds, position, separator = list(MEMBERS), -1, b""
    async for entity in entities:
        if isinstance(entity, User):
            yield b'{"account":' + encoded(AccountView.of(entity))
            continue
        reached = kinds.index(type(entity))
        if reached != position:
            yield _begun(position, reached)
            position, separator = reached, b""
        yield separator + encoded(MEMBERS[type(entity)][1](entity))
        separator = b","
    yield _begun(position, len(kinds) - 1) + b"]}"


def _begun(position: int, reached: int) -> bytes:
    """Return the end of the array at a position, and the beginnings of those that follow up to another one."""
    names = [name for name, _ in MEMBERS.values()]
    return b"".join((b"]" if index else b"") + b',"%b":[' % names[index] for index in range(position + 1, reached + 1))
