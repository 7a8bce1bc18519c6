"""Bodies and query strings of requests about projects."""

from collections.abc import Container, Mapping
from datetime import datetime
from uuid import UUID

from attrs import fields, frozen

from application import ProjectChange, TasksOfProject
from domain.choice import chosen_from
from domain.ids import ProjectId
from domain.projects.project import EDITABLE, ProjectEdit
from domain.projects.query import MAX_LIMIT
from domain.unset import UNSET, Unset
from entrypoints.http.requests.parsing.json_values import choice_of
from entrypoints.http.requests.parsing.list_requests import PageRequest
from entrypoints.http.requests.parsing.paging import cursor_parameter, limit_parameter
from entrypoints.http.requests.parsing.query_parameters import Parameter, parse_query
from entrypoints.http.requests.parsing.text_schemas import enumeration


@frozen(kw_only=True)
class ProjectPatch(ProjectEdit):
    """An edit, and read-only fields, so that a project can be sent back as it was read."""

    id: UUID | Unset = UNSET
    user_id: UUID | Unset = UNSET
    position: str | Unset = UNSET
    created_at: datetime | Unset = UNSET
    updated_at: datetime | Unset = UNSET
    version: int | Unset = UNSET

    @property
    def edit(self) -> ProjectEdit:
        """The fields that may change."""
        return ProjectEdit(**{name: getattr(self, name) for name in EDITABLE})

    @property
    def unchanged(self) -> Mapping[str, object]:
        """The read-only fields that were sent."""
        values = ((name, getattr(self, name)) for name in READ_ONLY)
        return {name: value for name, value in values if value is not UNSET}

    def change(self, project_id: ProjectId, if_version: Container[int] | None) -> ProjectChange:
        """Return the command of the use case."""
        return ProjectChange(project_id=project_id, edit=self.edit, if_version=if_version, unchanged=self.unchanged)


READ_ONLY = tuple(each.name for each in fields(ProjectPatch) if each.name not in EDITABLE)

PROJECT_LIST_PARAMETERS = (
    Parameter(
        name="archived",
        read=choice_of({"true": True, "false": False}),
        schema={"type": "boolean"},
        meaning="`true`: only archived projects; `false`: only the others.",
        example=False,
    ),
    limit_parameter("projects", default=MAX_LIMIT, most=MAX_LIMIT),
    cursor_parameter("Where the page begins; taken from the Link header of the page before, with the same query."),
)
PROJECT_REMOVAL_PARAMETERS = (
    Parameter(
        name="tasks",
        read=chosen_from(TasksOfProject),
        schema=enumeration(TasksOfProject),
        component=TasksOfProject.__name__,
        meaning="`keep`: its tasks stay, without a project; `delete`: they are deleted. Required if it has tasks.",
        example="keep",
    ),
)


@frozen(kw_only=True)
class ProjectListRequest(PageRequest):
    """A page of projects as it was requested."""

    archived: bool | None
    cursor: str | None


def parse_project_list(raw: bytes) -> ProjectListRequest:
    """Parse the query string; raise `InvalidInput` with all violations."""
    values = parse_query(raw, PROJECT_LIST_PARAMETERS).values
    return ProjectListRequest(
        requested=values.get("limit", MAX_LIMIT), archived=values.get("archived"), cursor=values.get("cursor")
    )


@frozen
class ProjectRemovalRequest:
    """What was requested for the tasks of a deleted project."""

    tasks: TasksOfProject | None


def parse_project_removal(raw: bytes) -> ProjectRemovalRequest:
    """Parse the query string; raise `InvalidInput` with all violations."""
    return ProjectRemovalRequest(parse_query(raw, PROJECT_REMOVAL_PARAMETERS).values.get("tasks"))
