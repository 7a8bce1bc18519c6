"""The statements of `project_queries`."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Boolean, Executable, Integer, LargeBinary, Uuid, or_
from sqlalchemy.types import TypeEngine

from adapters.postgres.sql.composing.paging import rows_of_each
from adapters.postgres.sql.composing.parameters import many
from adapters.postgres.sql.project_queries import LAST_PROJECT_BEFORE, PROJECTS_PAGE, TASKS_OF_PROJECT
from adapters.postgres.sql.schema import place, projects, tasks


def composed_projects() -> Iterator[tuple[str, Executable]]:
    """Each statement with its id."""
    yield PROJECTS_PAGE.id, _page()
    yield LAST_PROJECT_BEFORE.id, _last_before()
    yield TASKS_OF_PROJECT.id, _of_project()


def _page() -> Executable:
    kinds: dict[str, TypeEngine[Any]] = {"owner": Uuid(), "archived": Boolean(), "after": LargeBinary()}
    given = many(**kinds, limit=Integer())
    return rows_of_each(
        given,
        projects,
        projects.c.user_id == given.c.owner,
        place > given.c.after,
        or_(given.c.archived.is_(None), projects.c.archived_at.is_not(None) == given.c.archived),
        order=[place, projects.c.id],
    )


def _last_before() -> Executable:
    kinds: dict[str, TypeEngine[Any]] = {"owner": Uuid(), "before": LargeBinary()}
    given = many(**kinds, limit=Integer())
    return rows_of_each(
        given,
        projects,
        projects.c.user_id == given.c.owner,
        or_(given.c.before.is_(None), place < given.c.before),
        order=[place.desc(), projects.c.id.desc()],
    )


def _of_project() -> Executable:
    kinds: dict[str, TypeEngine[Any]] = {"owner": Uuid(), "project_id": Uuid()}
    given = many(**kinds, limit=Integer())
    return rows_of_each(
        given, tasks, tasks.c.user_id == given.c.owner, tasks.c.project_id == given.c.project_id, order=[]
    )
