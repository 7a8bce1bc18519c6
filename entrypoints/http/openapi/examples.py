"""One coherent set of examples for the OpenAPI document: requests and responses; `error_examples` has the errors."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from attrs import evolve

from application import CreatedToken, Credentials, PasswordChange, Registration, TokenPair
from domain.accounts.personal_access_token import (
    NewPersonalAccessToken,
    PersonalAccessToken,
    Scope,
)
from domain.accounts.session import Session
from domain.accounts.user import Email, User
from domain.changes.provenance import Actor
from domain.changes.recorded_change import RecordedChange
from domain.changes.undo import Undo
from domain.ids import ProjectId, SessionId, TaskId, TokenId, UserId
from domain.move import Move
from domain.projects.project import NewProject, Project
from domain.statistics.summary import GroupCount, Summary
from domain.tasks.priority import Priority
from domain.tasks.status import Status
from domain.tasks.task import NewTask, Task, TaskNotFound
from entrypoints.http.requests.parsing.body_models import (
    BatchBody,
    LabelRenaming,
    PasswordProof,
    RefreshBody,
    TaskPatch,
)
from entrypoints.http.requests.parsing.projects.requests import ProjectPatch
from entrypoints.http.responses.change_views import ChangesView, ChangeView, ObjectsView, UndoneView
from entrypoints.http.responses.problems import problem_of
from entrypoints.http.responses.projects.view import ProjectView
from entrypoints.http.responses.task_view import SummaryView, TaskView
from entrypoints.http.responses.views import (
    AccountView,
    BatchView,
    CreatedTokenView,
    ExportView,
    HealthView,
    KeptSessionView,
    LabelCountView,
    OutcomeView,
    PersonalAccessTokenView,
    ReadyView,
    SessionView,
    TokensView,
)

REQUEST_ID = "5f2c8a1e9b3d4f60-2a"
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
_USER = UserId(UUID("0199f3a0-1b2c-7d3e-8f40-516273849505"))
TASK_ID = TaskId(UUID("0199f3a0-5c6e-7b3e-8d4f-2a1b3c4d5e6f"))
OTHER_TASK_ID = TaskId(UUID("0199f3a0-7a8b-7c9d-8e0f-102132435465"))
PROJECT_ID = ProjectId(UUID("0199f3a0-8d4f-7a1b-9c2d-3e4f50617283"))
SESSION_ID = SessionId(UUID("0199f3a0-0a1b-7c2d-8e3f-405162738495"))

ACCOUNT = User(id=_USER, email=Email("ada@example.com"), password_hash="", created_at=NOON)
SESSION = Session(
    id=SESSION_ID,
    user_id=_USER,
    created_at=NOON,
    last_used_at=NOON + timedelta(hours=1),
    expires_at=NOON + timedelta(days=30),
    user_agent="curl/8.9.1",
    address="192.0.2.1",
    token_digest=b"",
)
PROJECT = Project(
    id=PROJECT_ID,
    owner=_USER,
    name="Release 2.0",
    description="Everything that must be done before June.",
    color="#1f6feb",
    created_at=NOON,
    updated_at=NOON,
)
TASK = Task(
    id=TASK_ID,
    owner=_USER,
    title="Write integration tests",
    priority=Priority.HIGH,
    due_at=NOON + timedelta(days=7),
    project_id=PROJECT_ID,
    labels=("quality", "Release"),
    created_at=NOON,
    updated_at=NOON,
)
_ACTOR = Actor(_USER, session_id=SESSION_ID, request_id=REQUEST_ID)
_RENAMED = evolve(TASK, title="Write the integration tests", version=2, updated_at=NOON + timedelta(hours=1))
EDITED = evolve(RecordedChange.of(TASK, _RENAMED, _ACTOR.provenance(_RENAMED.updated_at)), number=2)
UNDONE = evolve(
    RecordedChange.of(
        _RENAMED, evolve(TASK, version=3), _ACTOR.provenance(NOON + timedelta(hours=2), undoes=(EDITED.number,))
    ),
    number=3,
)
TOKEN_ID = TokenId(UUID("0199f3a0-2b3c-7d4e-8f50-617283940516"))
TOKEN = PersonalAccessToken(
    id=TOKEN_ID,
    user_id=_USER,
    name="Nightly report",
    scopes=frozenset({Scope.TASKS_READ}),
    created_at=NOON,
    expires_at=NOON + timedelta(days=90),
    last_used_at=NOON + timedelta(hours=1),
    digest=b"",
)
TOKENS = TokenPair(token="eyJhbGciOi…", expires_in=86_400, refresh_token="tr_5f2c8a1e_…", refresh_expires_in=2_592_000)  # noqa: S106 - an example

_PASSWORD = "nine herons read maps at dusk"  # noqa: S105 - an example

SENT: Mapping[type, Any] = {
    Registration: {"email": str(ACCOUNT.email), "password": _PASSWORD},
    Credentials: {"email": str(ACCOUNT.email), "password": _PASSWORD},
    RefreshBody: {"refresh_token": TOKENS.refresh_token},
    PasswordChange: {"current_password": _PASSWORD, "new_password": "a slow train crosses two rivers"},
    PasswordProof: {"password": _PASSWORD},
    NewPersonalAccessToken: {"name": TOKEN.name, "scopes": ["tasks:read"], "expires_in_days": 90},
    NewTask: {"title": TASK.title, "priority": "high", "due_at": "2026-03-08T12:00:00Z", "labels": ["quality"]},
    NewProject: {"name": PROJECT.name, "color": "#1f6feb"},
    ProjectPatch: {"name": "Release 2.1", "archived_at": None},
    TaskPatch: {"status": "done", "due_at": None, "labels": {"add": ["quality"]}},
    Undo: {"numbers": [2]},
    Move: {"to": "first"},
    LabelRenaming: {"name": "Quality"},
    BatchBody: {
        "atomic": True,
        "operations": [
            {"op": "create", "task": {"title": TASK.title}},
            {"op": "create", "task": {"title": "Write the release notes", "priority": "low"}},
        ],
    },
}
"""A request body of each kind, which names no object that must exist: the documentation page fills it in."""
ALSO_SENT: Mapping[type, Any] = {
    Move: {"after": str(OTHER_TASK_ID)},
    BatchBody: {
        "atomic": False,
        "operations": [
            {"op": "create", "task": {"title": TASK.title}},
            {"op": "edit", "id": str(OTHER_TASK_ID), "if_version": 1, "task": {"status": "done"}},
            {"op": "delete", "id": str(TASK_ID)},
        ],
    },
    Undo: {"group": 2},
}
"""Other request bodies, about objects of the client."""

GIVEN: Mapping[Any, Any] = {
    AccountView: AccountView.of(ACCOUNT),
    TokensView: TokensView.of(TOKENS),
    list[SessionView]: [SessionView.of(SESSION, current=SESSION_ID)],
    CreatedTokenView: CreatedTokenView.of(CreatedToken(TOKEN, "tapi_AZnzoBssfT6PQFFic…")),
    list[PersonalAccessTokenView]: [PersonalAccessTokenView.of(TOKEN)],
    TaskView: TaskView.of(TASK),
    SummaryView: SummaryView.of(Summary(3, tuple(GroupCount(each, len(each) % 3) for each in Status))),
    list[TaskView]: [TaskView.of(TASK)],
    ProjectView: ProjectView.of(PROJECT),
    list[ProjectView]: [ProjectView.of(PROJECT)],
    LabelCountView: LabelCountView("Quality", 3),
    list[LabelCountView]: [LabelCountView("quality", 3), LabelCountView("Release", 1)],
    BatchView: BatchView(
        (
            OutcomeView(status=201, task=TaskView.of(TASK)),
            OutcomeView(status=404, problem=problem_of(TaskNotFound(task_id=OTHER_TASK_ID), REQUEST_ID)),
            OutcomeView(status=204),
        )
    ),
    ExportView: ExportView(
        AccountView.of(ACCOUNT),
        [KeptSessionView.of(SESSION)],
        [PersonalAccessTokenView.of(TOKEN)],
        [ProjectView.of(PROJECT)],
        [TaskView.of(TASK)],
        [ChangeView.of(EDITED)],
    ),
    ChangesView: ChangesView(
        changes=[ChangeView.of(EDITED)],
        objects=ObjectsView([TaskView.of(_RENAMED)], [], []),
        next=2,
        latest=2,
        more=False,
    ),
    list[ChangeView]: [ChangeView.of(EDITED)],
    UndoneView: UndoneView([ChangeView.of(UNDONE)]),
    str: "id: 2\nevent: change\ndata: {…}\n\n",
    HealthView: HealthView(),
    ReadyView: ReadyView(),
}
"""An answer of each kind."""
