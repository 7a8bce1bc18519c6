"""Descriptions of classes and fields, and limits that types do not express."""

from collections.abc import Mapping
from typing import Any

from application import Credentials, PasswordChange, Registration, TasksOfProject
from domain.accounts.password import MIN_LENGTH
from domain.accounts.personal_access_token import DEFAULT_DAYS, MAX_DAYS, NewPersonalAccessToken
from domain.changes.recorded_change import Effect
from domain.changes.undo import MAX_UNDONE, Undo
from domain.move import End, Move
from domain.projects.project import NewProject
from domain.tasks.labels import MAX_LABELS, LabelEdit, Labels
from domain.tasks.priority import Priority
from domain.tasks.task import NewTask
from domain.text import DESCRIPTION, LABEL, PROJECT_NAME, TITLE, TOKEN_NAME
from entrypoints.http.openapi.view_descriptions import ARCHIVED, VIEW_FIELDS, SchemaFields
from entrypoints.http.requests.parsing.body_models import (
    READ_ONLY,
    AnyOperation,
    BatchBody,
    DeleteOperation,
    EditOperation,
    LabelRenaming,
    RefreshBody,
    TaskPatch,
)
from entrypoints.http.requests.parsing.projects import requests as project_requests
from entrypoints.http.responses import change_views, views

NAMES: Mapping[Any, str] = {
    NewTask: "CreateTask",
    NewProject: "CreateProject",
    project_requests.ProjectPatch: "EditProject",
    TasksOfProject: "DeletedProjectTasks",
    TaskPatch: "EditTask",
    AnyOperation: "BatchOperation",
    Labels | LabelEdit: "LabelAssignment",
    views.BatchView: "BatchResults",
    NewPersonalAccessToken: "CreatePersonalAccessToken",
    Undo: "UndoChanges",
    Move: "MoveInOrder",
    End: "EndOfOrder",
    LabelRenaming: "RenameLabel",
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
    LabelEdit: "Labels to add to a task, or to remove, whatever others it has: at least one of the two.",
}
"""For classes whose docstrings address developers."""

OBJECTS: Mapping[type, SchemaFields] = {
    LabelEdit: {"minProperties": 1},
    Move: {"minProperties": 1, "maxProperties": 1},
}
"""How many of their fields objects must have."""

_TITLE: SchemaFields = {
    "description": f"1 to {TITLE.max_length} characters, not counting blanks at both ends, which are removed; no NUL."
}
_DESCRIPTION: SchemaFields = {"description": f"Up to {DESCRIPTION.max_length} characters; no NUL."}
_NAME: SchemaFields = {"description": f"1 to {PROJECT_NAME.max_length} characters, not counting blanks at both ends."}
_COLOR: SchemaFields = {
    "pattern": "^#[0-9a-fA-F]{6}$",
    "description": "A number sign and six hexadecimal digits; returned in lower case.",
}
_LABEL: SchemaFields = {
    "description": (
        f"1 to {LABEL.max_length} characters in one line, not counting blanks at both ends, which are removed."
    )
}
_LABELS: SchemaFields = {
    "description": f"Up to {MAX_LABELS} labels of up to {LABEL.max_length} characters, each once in any spelling."
}
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

_PROJECT: SchemaFields = {"description": "That of the parent, for a subtask; the tasks below it follow."}
FIELDS: Mapping[tuple[type, str], SchemaFields] = {
    **VIEW_FIELDS,
    **{(TaskPatch, name): {"readOnly": True} for name in READ_ONLY},
    (NewTask, "title"): _TITLE,
    (NewTask, "description"): _DESCRIPTION,
    (NewTask, "priority"): _PRIORITY,
    (NewTask, "due_at"): _DUE,
    (NewTask, "due_on"): _DUE_ON,
    (NewTask, "project_id"): _PROJECT,
    (NewTask, "labels"): _LABELS,
    (LabelRenaming, "name"): _LABEL,
    (LabelEdit, "add"): {"description": "A label that the task has already keeps its spelling."},
    (LabelEdit, "remove"): {"description": "A label that the task does not have is not missed."},
    (NewTask, "parent_id"): {"description": "The task of which it is a subtask; it gets the project of that task."},
    (TaskPatch, "parent_id"): {"description": "The task of which it is a subtask; the tasks below it follow."},
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
            ("archived_at", ARCHIVED),
        )
    },
    (NewProject, "id"): {
        "description": "Chosen by the client, to repeat the request safely: the same id and content create one project."
    },
    **{(project_requests.ProjectPatch, name): {"readOnly": True} for name in project_requests.READ_ONLY},
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
    (Move, "before"): {"description": "Directly before the object with this id."},
    (Move, "after"): {"description": "Directly after the object with this id."},
    (Move, "to"): {"description": "To this end of the order."},
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
}
