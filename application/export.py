"""A person's right to their data."""

from collections.abc import AsyncGenerator

from attrs import evolve, frozen

from domain.ids import UserId
from domain.ports import Begin
from domain.query import HIGHEST_LIMIT, Sort, SortKey, TaskQuery
from domain.session import Session
from domain.task import Task
from domain.user import User


@frozen
class ExportAccount:
    """Hand out everything that is kept about one person, in pages, oldest first."""

    begin: Begin

    async def __call__(self, actor: UserId) -> AsyncGenerator[User | Session | Task, None]:
        """Yield the user, then all sessions, then all tasks; raise `UserNotFound` before anything is yielded."""
        async with self.begin() as work:
            yield await work.users.get(actor)
            for session in await work.sessions.of(actor):
                yield session
            query: TaskQuery | None = TaskQuery(sort=Sort(SortKey.CREATED_AT, descending=False), limit=HIGHEST_LIMIT)
            while query is not None:
                page = await work.tasks.page(query, owner=actor)
                for task in page.tasks:
                    yield task
                query = evolve(query, after=page.next) if page.next else None
