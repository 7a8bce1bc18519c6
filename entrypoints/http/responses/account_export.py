"""The export of one account, streamed while it is read."""

from collections.abc import AsyncGenerator

from domain.accounts.session import Session
from domain.accounts.user import User
from domain.tasks.task import Task
from entrypoints.http.responses.response import CONTENT_TYPE_JSON, encoded
from entrypoints.http.responses.streaming import Stream
from entrypoints.http.responses.views import AccountView, KeptSessionView, TaskView

FILE_NAME = (b"content-disposition", b'attachment; filename="taskapi-export.json"')


def exported(entities: AsyncGenerator[User | Session | Task, None]) -> Stream:
    """An `ExportView` out of the user, then sessions, then tasks."""
    return Stream((CONTENT_TYPE_JSON, FILE_NAME), _document(entities))


async def _document(entities: AsyncGenerator[User | Session | Task, None]) -> AsyncGenerator[bytes, None]:
    separator = b""
    tasks_begun = False
    async for entity in entities:
        match entity:
            case User():
                yield b'{"account":' + encoded(AccountView.of(entity)) + b',"sessions":['
                continue
            case Session():
                yield separator + encoded(KeptSessionView.of(entity))
            case Task():
                if not tasks_begun:
                    tasks_begun, separator = True, b'],"tasks":['
                yield separator + encoded(TaskView.of(entity))
        separator = b","
    yield b"]}" if tasks_begun else b'],"tasks":[]}'
