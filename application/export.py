"""Exporting the data of one account."""

from collections.abc import AsyncGenerator
from typing import TypeAlias

from attrs import evolve, frozen

from domain.accounts.allowance import Allowance
from domain.accounts.personal_access_token import PersonalAccessToken
from domain.accounts.receipt import Receipt
from domain.accounts.session import Session
from domain.accounts.user import User
from domain.changes.recorded_change import RecordedChange
from domain.ids import UserId
from domain.ports import Begin
from domain.ports.stored import Entity
from domain.projects.project import Project
from domain.projects.query import ProjectQuery
from domain.tasks.outline import Outline
from domain.tasks.query import MAX_LIMIT, Sort, SortKey, TaskQuery
from domain.tasks.task import Task

Exported: TypeAlias = User | Session | PersonalAccessToken | Project | Task | RecordedChange
LEFT_OUT: frozenset[type[Entity]] = frozenset({Receipt, Allowance, Outline})
"""Receipts are copies of responses of the last day, which the user's programs have received already; allowances are
counters under pseudonyms, which identify no user; an outline is only a version."""


@frozen
class ExportAccount:
    """Yield what is stored about one user, in pages, oldest first, except for the classes in `LEFT_OUT`."""

    begin: Begin

    async def __call__(self, actor: UserId) -> AsyncGenerator[Exported, None]:
        """Yield the user, sessions, tokens, projects, tasks and changes; raise `UserNotFound` before anything else."""
        async with self.begin() as work:
            yield await work.users.get(actor)
            for session in await work.sessions.of(actor):
                yield session
            for token in await work.tokens.of(actor):
                yield token
            projects: ProjectQuery | None = ProjectQuery()
            while projects is not None:
                found = await work.projects.page(projects, owner=actor)
                for project in found.projects:
                    yield project
                projects = evolve(projects, after=found.next) if found.next else None
            query: TaskQuery | None = TaskQuery(sort=Sort(SortKey.CREATED_AT, descending=False), limit=MAX_LIMIT)
            while query is not None:
                page = await work.tasks.page(query, owner=actor)
                for task in page.tasks:
                    yield task
                query = evolve(query, after=page.next) if page.next else None
            number = 0
            while changes := await work.changes.after(number, owner=actor, limit=MAX_LIMIT):
                for change in changes:
                    yield change
                number = changes[-1].number
