"""Lists of projects, and the tasks of one."""

from collections.abc import Mapping

from adapters.postgres.sql.change_queries import RowsQuery
from adapters.postgres.sql.tables.tasks import PROJECTS, TASKS, position_bytes
from domain.ids import ProjectId, UserId
from domain.projects.query import ProjectQuery


def _page(owner: UserId, query: ProjectQuery) -> Mapping[str, object]:
    # One row more than the page has shows whether there is a next page.
    after = position_bytes(query.after or "")
    return {"owner": owner, "archived": query.archived, "after": after, "limit": query.limit + 1}


def _last_before(owner: UserId, before: str | None) -> Mapping[str, object]:
    return {"owner": owner, "before": position_bytes(before), "limit": 1}


def _of_project(owner: UserId, project_id: ProjectId, limit: int) -> Mapping[str, object]:
    return {"owner": owner, "project_id": project_id, "limit": limit}


PROJECTS_PAGE = RowsQuery("projects_page", PROJECTS, _page)
LAST_PROJECT_BEFORE = RowsQuery("projects_last_before", PROJECTS, _last_before)
TASKS_OF_PROJECT = RowsQuery("tasks_of_project", TASKS, _of_project)
