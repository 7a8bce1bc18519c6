"""Descriptions of the fields of responses, and limits that types do not express."""

from collections.abc import Mapping
from typing import Any, TypeAlias

from domain.position import MAX_POSITION_LENGTH
from domain.text import DESCRIPTION, PROJECT_NAME, TITLE
from entrypoints.http.requests.parsing.text_schemas import text_output
from entrypoints.http.responses import change_views, task_view, views
from entrypoints.http.responses.projects import view as project_view

SchemaFields: TypeAlias = Mapping[str, Any]
ARCHIVED: SchemaFields = {"description": "Since when the project is put away; its tasks stay as they are."}
_SECONDS: SchemaFields = {"minimum": 0, "description": "Seconds."}

VIEW_FIELDS: Mapping[tuple[type, str], SchemaFields] = {
    (views.LabelCountView, "name"): {"description": "The most frequent spelling."},
    (views.LabelCountView, "count"): {"minimum": 1, "description": "How many tasks have it."},
    (project_view.ProjectView, "name"): text_output(PROJECT_NAME),
    (project_view.ProjectView, "description"): {"maxLength": DESCRIPTION.max_length},
    (project_view.ProjectView, "color"): {"pattern": "^#[0-9a-f]{6}$"},
    (project_view.ProjectView, "archived_at"): ARCHIVED,
    (project_view.ProjectView, "position"): {
        "description": "The key in the manual order: compare it by code point. Changed by moves only."
    },
    (project_view.ProjectView, "version"): {"minimum": 1, "description": "Rises by one with every change."},
    (task_view.TaskView, "title"): text_output(TITLE),
    (task_view.TaskView, "description"): {"maxLength": DESCRIPTION.max_length},
    (task_view.TaskView, "position"): {
        "minLength": 1,
        "maxLength": MAX_POSITION_LENGTH,
        "description": "The key in the manual order (`sort=position`); keys compare by code point. Set by a move.",
    },
    (task_view.TaskView, "labels"): {"description": "In the order of their names, regardless of case."},
    (task_view.TaskView, "progress"): {"description": "Only with `include=progress`."},
    (task_view.ProgressView, "total"): {"minimum": 0, "description": "Direct subtasks, of any status."},
    (task_view.ProgressView, "done"): {"minimum": 0},
    (task_view.TaskView, "completed_at"): {"description": "When it was done; null unless it is."},
    (task_view.TaskView, "version"): {"minimum": 1, "description": "Rises by one with every change."},
    (task_view.SummaryView, "total"): {"minimum": 0, "description": "Tasks that match."},
    (task_view.SummaryView, "groups"): {
        "description": "By status, priority and due date all groups, in a fixed order; otherwise the largest first."
    },
    (task_view.SummaryView, "omitted"): {"minimum": 0, "description": "Further groups, which are not listed."},
    (task_view.GroupCountView, "value"): {
        "description": "A status, a priority, a project (its id) or a label (null: none), or when tasks are due."
    },
    (task_view.GroupCountView, "count"): {"minimum": 0},
    (views.TokensView, "token"): {"description": "For the Authorization header, after `Bearer `."},
    (views.TokensView, "expires_in"): _SECONDS,
    (views.TokensView, "refresh_token"): {"description": "Valid once; treat it like a password."},
    (views.TokensView, "refresh_expires_in"): _SECONDS,
    (views.SessionView, "current"): {"description": "Whether it is the session of this very request."},
    (views.CreatedTokenView, "token"): {"description": "Shown only in this response."},
    (views.PersonalAccessTokenView, "last_used_at"): {
        "description": "Accurate to five minutes; null if it was never used."
    },
    (views.Problem, "type"): {"pattern": "^urn:taskapi:problem:[a-z0-9-]+$"},
    (views.Problem, "title"): {"description": "The phrase of the status."},
    (views.Problem, "status"): {"minimum": 400, "maximum": 599},
    (views.Problem, "detail"): {"description": "A human-readable explanation."},
    (views.Problem, "error"): {"description": "The same as `detail`."},
    (views.Problem, "code"): {
        "pattern": "^[a-z0-9-]+$",
        "description": "What went wrong, for programs; never changes.",
    },
    (views.Problem, "request_id"): {"description": "The `X-Request-Id` of the answer; finds it in the log."},
    (views.Problem, "errors"): {"minItems": 1, "description": "All violations of the request."},
    (change_views.ChangeView, "number"): {
        "minimum": 1,
        "description": "Consecutive per account, in commit order.",
    },
    (change_views.ChangeView, "version"): {
        "description": "The version after the change; null if the object was deleted."
    },
    (change_views.ChangeView, "version_before"): {"description": "Null if the object did not exist."},
    (change_views.ChangeView, "by"): {"description": "Null if the operator made the change."},
    (change_views.ChangeView, "undoes"): {"description": "The numbers of the changes that this one undoes."},
    (change_views.ChangeView, "fields"): {
        "description": "Every field that changed; of a new or deleted object all values."
    },
    (change_views.ChangesView, "next"): {"minimum": 0, "description": "The value of `since` for the next request."},
    (change_views.ChangesView, "latest"): {
        "minimum": 0,
        "description": "The number of the last change of the account.",
    },
    (change_views.ChangesView, "more"): {"description": "Whether there are further changes, or pages of the snapshot."},
    (change_views.ChangesView, "cursor"): {"description": "For the next page of a snapshot; absent on the last one."},
    (change_views.ObjectsView, "deleted"): {"description": "The changed objects that do not exist any more."},
    (views.Problem, "fields"): {"description": "The fields that later changes set."},
    (views.Problem, "numbers"): {"description": "The numbers of these changes."},
    (views.Problem, "allowed"): {"description": "The statuses that may follow the present one."},
    (views.ViolationView, "pointer"): {
        "description": (
            "Where: in a body a JSON pointer (RFC 6901), in a query string `/` and the name of the parameter;"
            " empty for the whole."
        )
    },
    (views.ViolationView, "code"): {"pattern": "^[a-z0-9-]+$"},
    (views.OutcomeView, "status"): {
        "description": "The status that the operation would have had as a separate request."
    },
}
