"""Descriptions of classes and fields, and limits that types do not express."""

from collections.abc import Mapping
from typing import Any, TypeAlias

from application import Credentials, PasswordChange, Registration, TasksOfProject
from domain.accounts.password import MIN_LENGTH
from domain.accounts.personal_access_token import DEFAULT_DAYS, MAX_DAYS, NewPersonalAccessToken
from domain.changes.recorded_change import Effect
from domain.changes.undo import MAX_UNDONE, Undo
from domain.move import End, Move
from domain.position import MAX_POSITION_LENGTH
from domain.projects.project import NewProject
from domain.tasks.priority import Priority
from domain.tasks.task import NewTask
from domain.text import DESCRIPTION, PROJECT_NAME, TITLE, TOKEN_NAME
from entrypoints.http.requests.parsing.body_models import (
    READ_ONLY,
    AnyOperation,
    BatchBody,
    DeleteOperation,
    EditOperation,
    RefreshBody,
    TaskPatch,
)
from entrypoints.http.requests.parsing.projects import requests as project_requests
from entrypoints.http.requests.parsing.text_schemas import text_output
from entrypoints.http.responses import change_views, task_view, views
from entrypoints.http.responses.projects import view as project_view

SchemaFields: TypeAlias = Mapping[str, Any]

NAMES: Mapping[Any, str] = {
    NewTask: "CreateTask",
    NewProject: "CreateProject",
    project_requests.ProjectPatch: "EditProject",
    TasksOfProject: "DeletedProjectTasks",
    TaskPatch: "EditTask",
    AnyOperation: "BatchOperation",
    views.BatchView: "BatchResults",
    NewPersonalAccessToken: "CreatePersonalAccessToken",
    Undo: "UndoChanges",
    Move: "MoveInOrder",
    End: "EndOfOrder",
    Effect: "ChangeKind",
    change_views.UndoneView: "UndoResult",
    change_views.ChangeView: "RecordedChange",
    change_views.ChangesView: "ChangePage",
    change_views.DeletedView: "DeletedObject",
    views.CreatedTokenView: "IssuedToken",
}
"""Names of schemas that differ from those of their classes.

Generators derive names from names, such as `NewTask` for the constructor of a `Task`: no name may begin with
another, or consist of `New` and another.
"""
MEANINGS: Mapping[type, str] = {
    NewTask: "A task to create.",
    NewProject: "A project to create.",
    project_requests.ProjectPatch: (
        "What is to change; a field that is absent stays as it is, `null` means that it has no value any more."
    ),
    TaskPatch: "What is to change; a field that is absent stays as it is, `null` means that it has no value any more.",
    Registration: "An account to register.",
    NewPersonalAccessToken: "A personal access token to create.",
    Credentials: "The credentials for a log-in.",
    Move: "Where an object goes in the manual order: exactly one of the fields must be given.",
    Undo: "The changes to undo, all or none: exactly one of the fields must be given.",
}
"""For classes whose docstrings address developers."""

OBJECTS: Mapping[type, SchemaFields] = {Move: {"minProperties": 1, "maxProperties": 1}}
"""Of bodies that must have exactly one of their fields."""

_TITLE: SchemaFields = {
    "description": f"1 to {TITLE.max_length} characters, not counting blanks at both ends, which are removed; no NUL."
}
_DESCRIPTION: SchemaFields = {"description": f"Up to {DESCRIPTION.max_length} characters; no NUL."}
_NAME: SchemaFields = {"description": f"1 to {PROJECT_NAME.max_length} characters, not counting blanks at both ends."}
_COLOR: SchemaFields = {
    "pattern": "^#[0-9a-fA-F]{6}$",
    "description": "A number sign and six hexadecimal digits; returned in lower case.",
}
_ARCHIVED: SchemaFields = {"description": "Since when the project is put away; its tasks stay as they are."}
_PROJECT: SchemaFields = {"description": "The project that it belongs to."}
_DUE: SchemaFields = {
    "description": "The due time; stored in microseconds and returned in UTC. Excludes `due_on`.",
}
_DUE_ON: SchemaFields = {
    "description": "A whole day on which it is due, in no particular time zone. Excludes `due_at`.",
}
_PRIORITY: SchemaFields = {"description": f"`{Priority.MEDIUM}` if absent."}
_NEW_PASSWORD: SchemaFields = {
    "minLength": MIN_LENGTH,
    "description": (
        "Any characters but NUL, counted before and after NFKC normalization; not a common password,"
        " nothing made of the e-mail address, no repetition of one or two characters."
    ),
}
_IF_VERSION: SchemaFields = {"description": "Only if the task has this version; any if null or absent."}
_SECONDS: SchemaFields = {"minimum": 0, "description": "Seconds."}

FIELDS: Mapping[tuple[type, str], SchemaFields] = {
    **{(TaskPatch, name): {"readOnly": True} for name in READ_ONLY},
    (NewTask, "title"): _TITLE,
    (NewTask, "description"): _DESCRIPTION,
    (NewTask, "priority"): _PRIORITY,
    (NewTask, "due_at"): _DUE,
    (NewTask, "due_on"): _DUE_ON,
    (NewTask, "project_id"): _PROJECT,
    (NewTask, "id"): {
        "description": "Chosen by the client, to repeat the request safely: the same id and content create one task."
    },
    (TaskPatch, "title"): _TITLE,
    (TaskPatch, "description"): _DESCRIPTION,
    (TaskPatch, "status"): {"description": "Must be one that may follow the present one."},
    (TaskPatch, "due_at"): _DUE,
    (TaskPatch, "due_on"): _DUE_ON,
    (TaskPatch, "project_id"): _PROJECT,
    **{
        (kind, name): described
        for kind in (NewProject, project_requests.ProjectPatch)
        for name, described in (
            ("name", _NAME),
            ("description", _DESCRIPTION),
            ("color", _COLOR),
            ("archived_at", _ARCHIVED),
        )
    },
    (NewProject, "id"): {
        "description": "Chosen by the client, to repeat the request safely: the same id and content create one project."
    },
    **{(project_requests.ProjectPatch, name): {"readOnly": True} for name in project_requests.READ_ONLY},
    (project_view.ProjectView, "name"): text_output(PROJECT_NAME),
    (project_view.ProjectView, "description"): {"maxLength": DESCRIPTION.max_length},
    (project_view.ProjectView, "color"): {"pattern": "^#[0-9a-f]{6}$"},
    (project_view.ProjectView, "archived_at"): _ARCHIVED,
    (project_view.ProjectView, "position"): {
        "description": "The key in the manual order: compare it by code point. Changed by moves only."
    },
    (project_view.ProjectView, "version"): {"minimum": 1, "description": "Rises by one with every change."},
    (Registration, "email"): {
        "description": "Stored in lower case; ASCII only, international domains in their xn-- form."
    },
    (Registration, "password"): _NEW_PASSWORD,
    (PasswordChange, "new_password"): _NEW_PASSWORD,
    (RefreshBody, "refresh_token"): {"description": "The newest one of the session."},
    (BatchBody, "atomic"): {"description": "Whether all operations must succeed for any to take effect."},
    (BatchBody, "operations"): {"description": "Each on another task."},
    (EditOperation, "if_version"): _IF_VERSION,
    (DeleteOperation, "if_version"): _IF_VERSION,
    (task_view.TaskView, "title"): text_output(TITLE),
    (task_view.TaskView, "description"): {"maxLength": DESCRIPTION.max_length},
    (Move, "before"): {"description": "Directly before the object with this id."},
    (Move, "after"): {"description": "Directly after the object with this id."},
    (Move, "to"): {"description": "To this end of the order."},
    (task_view.TaskView, "position"): {
        "minLength": 1,
        "maxLength": MAX_POSITION_LENGTH,
        "description": "The key in the manual order (`sort=position`); keys compare by code point. Set by a move.",
    },
    (task_view.TaskView, "completed_at"): {"description": "When it was done; null unless it is."},
    (task_view.TaskView, "version"): {"minimum": 1, "description": "Rises by one with every change."},
    (task_view.SummaryView, "total"): {"minimum": 0, "description": "Tasks that match."},
    (task_view.SummaryView, "groups"): {
        "description": "By status, priority and due date all groups, in a fixed order; otherwise the largest first."
    },
    (task_view.SummaryView, "omitted"): {"minimum": 0, "description": "Further groups, which are not listed."},
    (task_view.GroupCountView, "value"): {
        "description": "A status, a priority, the id of a project (null: tasks without), or when tasks are due."
    },
    (task_view.GroupCountView, "count"): {"minimum": 0},
    (views.TokensView, "token"): {"description": "For the Authorization header, after `Bearer `."},
    (views.TokensView, "expires_in"): _SECONDS,
    (views.TokensView, "refresh_token"): {"description": "Valid once; treat it like a password."},
    (views.TokensView, "refresh_expires_in"): _SECONDS,
    (views.SessionView, "current"): {"description": "Whether it is the session of this very request."},
    (NewPersonalAccessToken, "name"): {"description": f"1 to {TOKEN_NAME.max_length} characters: what it is for."},
    (NewPersonalAccessToken, "scopes"): {
        "minItems": 1,
        "uniqueItems": True,
        "description": "What it may be used for; no scope includes another.",
    },
    (NewPersonalAccessToken, "expires_in_days"): {
        "minimum": 1,
        "maximum": MAX_DAYS,
        "description": f"{DEFAULT_DAYS} if absent.",
    },
    (views.CreatedTokenView, "token"): {"description": "Shown only in this response."},
    (views.PersonalAccessTokenView, "last_used_at"): {
        "description": "Accurate to five minutes; null if it was never used."
    },
    (Undo, "numbers"): {
        "minItems": 1,
        "maxItems": MAX_UNDONE,
        "uniqueItems": True,
        "items": {"type": "integer", "format": "int64", "minimum": 1},
    },
    (Undo, "group"): {
        "minimum": 1,
        "format": "int64",
        "description": "The number of a change; every change that the same request made is undone.",
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
