"""One coherent set of examples for the OpenAPI document: requests, responses, and every error once."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from attrs import evolve

from application import BatchRefused, CreatedToken, Credentials, PasswordChange, Registration, TokenPair
from application.changes.feed import FeedClosed, TooManyListeners, TooManyStreams
from domain.accounts.allowance import TooManyAttempts
from domain.accounts.password import WrongCredentials, WrongPassword
from domain.accounts.personal_access_token import (
    InsufficientScope,
    NewPersonalAccessToken,
    PersonalAccessToken,
    Scope,
    TokenNotFound,
    TooManyTokens,
)
from domain.accounts.receipt import IdempotencyKeyReused, TooManyReceipts
from domain.accounts.session import InvalidToken, Session, SessionNotFound
from domain.accounts.user import Email, EmailTaken, User
from domain.changes.provenance import Actor
from domain.changes.recorded_change import ChangeNotFound, ChangesGone, RecordedChange
from domain.changes.undo import TooManyLaterChanges, Undo, UndoConflict
from domain.errors import (
    DomainError,
    HashingOverloaded,
    InvalidInput,
    StoreOverloaded,
    StoreUnavailable,
    TooMuchContention,
    Violation,
)
from domain.ids import SessionId, TaskId, TokenId, UserId
from domain.move import Move
from domain.position import NoRoom
from domain.statistics.summary import GroupCount, Summary
from domain.tasks.priority import Priority
from domain.tasks.status import Status
from domain.tasks.task import IdTaken, NewTask, StaleTask, Task, TaskNotFound, TransitionNotAllowed, TwoDueDates
from entrypoints.http.requests import errors as refusals
from entrypoints.http.requests.parsing.body_models import BatchBody, PasswordProof, RefreshBody, TaskPatch
from entrypoints.http.responses.change_views import ChangesView, ChangeView, ObjectsView, UndoneView
from entrypoints.http.responses.problems import problem_of
from entrypoints.http.responses.task_view import SummaryView, TaskView
from entrypoints.http.responses.views import (
    AccountView,
    BatchView,
    CreatedTokenView,
    ExportView,
    HealthView,
    KeptSessionView,
    OutcomeView,
    PersonalAccessTokenView,
    ReadyView,
    SessionView,
    TokensView,
)

REQUEST_ID = "5f2c8a1e9b3d4f60-2a"
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
_USER = UserId(UUID("0199f3a0-1b2c-7d3e-8f40-516273849505"))
_TASK = TaskId(UUID("0199f3a0-5c6e-7b3e-8d4f-2a1b3c4d5e6f"))
_OTHER_TASK = TaskId(UUID("0199f3a0-7a8b-7c9d-8e0f-102132435465"))
_SESSION = SessionId(UUID("0199f3a0-0a1b-7c2d-8e3f-405162738495"))

ACCOUNT = User(id=_USER, email=Email("ada@example.com"), password_hash="", created_at=NOON)
SESSION = Session(
    id=_SESSION,
    user_id=_USER,
    created_at=NOON,
    last_used_at=NOON + timedelta(hours=1),
    expires_at=NOON + timedelta(days=30),
    user_agent="curl/8.9.1",
    address="192.0.2.1",
    token_digest=b"",
)
TASK = Task(
    id=_TASK,
    owner=_USER,
    title="Write integration tests",
    priority=Priority.HIGH,
    due_at=NOON + timedelta(days=7),
    created_at=NOON,
    updated_at=NOON,
)
_ACTOR = Actor(_USER, session_id=_SESSION, request_id=REQUEST_ID)
_RENAMED = evolve(TASK, title="Write the integration tests", version=2, updated_at=NOON + timedelta(hours=1))
EDITED = evolve(RecordedChange.of(TASK, _RENAMED, _ACTOR.provenance(_RENAMED.updated_at)), number=2)
UNDONE = evolve(
    RecordedChange.of(
        _RENAMED, evolve(TASK, version=3), _ACTOR.provenance(NOON + timedelta(hours=2), undoes=(EDITED.number,))
    ),
    number=3,
)
_TOKEN = TokenId(UUID("0199f3a0-2b3c-7d4e-8f50-617283940516"))
TOKEN = PersonalAccessToken(
    id=_TOKEN,
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
    NewTask: {"title": TASK.title, "priority": "high", "due_at": "2026-03-08T12:00:00Z"},
    TaskPatch: {"status": "done", "due_at": None},
    Undo: {"numbers": [2]},
    Move: {"to": "first"},
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
    Move: {"after": str(_OTHER_TASK)},
    BatchBody: {
        "atomic": False,
        "operations": [
            {"op": "create", "task": {"title": TASK.title}},
            {"op": "edit", "id": str(_OTHER_TASK), "if_version": 1, "task": {"status": "done"}},
            {"op": "delete", "id": str(_TASK)},
        ],
    },
}
"""Other request bodies, about objects of the client."""

GIVEN: Mapping[Any, Any] = {
    AccountView: AccountView.of(ACCOUNT),
    TokensView: TokensView.of(TOKENS),
    list[SessionView]: [SessionView.of(SESSION, current=_SESSION)],
    CreatedTokenView: CreatedTokenView.of(CreatedToken(TOKEN, "tapi_AZnzoBssfT6PQFFic…")),
    list[PersonalAccessTokenView]: [PersonalAccessTokenView.of(TOKEN)],
    TaskView: TaskView.of(TASK),
    SummaryView: SummaryView.of(Summary(3, tuple(GroupCount(each, len(each) % 3) for each in Status))),
    list[TaskView]: [TaskView.of(TASK)],
    BatchView: BatchView(
        (
            OutcomeView(status=201, task=TaskView.of(TASK)),
            OutcomeView(status=404, problem=problem_of(TaskNotFound(task_id=_OTHER_TASK), REQUEST_ID)),
            OutcomeView(status=204),
        )
    ),
    ExportView: ExportView(
        AccountView.of(ACCOUNT),
        [KeptSessionView.of(SESSION)],
        [PersonalAccessTokenView.of(TOKEN)],
        [TaskView.of(TASK)],
        [ChangeView.of(EDITED)],
    ),
    ChangesView: ChangesView(
        changes=[ChangeView.of(EDITED)], objects=ObjectsView([TaskView.of(_RENAMED)], []), next=2, latest=2, more=False
    ),
    list[ChangeView]: [ChangeView.of(EDITED)],
    UndoneView: UndoneView([ChangeView.of(UNDONE)]),
    str: "id: 2\nevent: change\ndata: {…}\n\n",
    HealthView: HealthView(),
    ReadyView: ReadyView(),
}
"""An answer of each kind."""

ERRORS: Mapping[type[DomainError], DomainError] = {
    type(error): error
    for error in (
        InvalidInput(
            (
                Violation(("title",), "too-short", "must not be blank"),
                Violation(
                    ("colour",),
                    "unknown-field",
                    "there is no such field; known are title, description, priority, due_at, due_on",
                ),
            )
        ),
        refusals.BadRequest("this call takes no body"),
        refusals.AmbiguousCredentials(),
        refusals.MissingCredentials(),
        InvalidToken(),
        WrongCredentials(),
        WrongPassword(),
        ChangeNotFound(number=42),
        ChangesGone(),
        UndoConflict(fields=("title",), numbers=(3,)),
        TooManyLaterChanges(),
        TooManyListeners(limit=20),
        TooManyStreams(),
        FeedClosed(),
        InsufficientScope(Scope.TASKS_WRITE),
        refusals.NoSuchPath(),
        TaskNotFound(task_id=_TASK),
        SessionNotFound(session_id=_SESSION),
        TokenNotFound(token_id=_TOKEN),
        refusals.MethodNotAllowed(("DELETE", "GET", "HEAD", "OPTIONS", "PATCH")),
        refusals.NotAcceptable("application/json"),
        refusals.HeadTooSlow(),
        refusals.BodyTooSlow(),
        EmailTaken(email=ACCOUNT.email),
        TooManyTokens(limit=100),
        IdTaken(task_id=_TASK),
        NoRoom(),
        TransitionNotAllowed(current=Status.CANCELLED, requested=Status.DONE),
        TwoDueDates(present="due_at"),
        BatchRefused(index=2, reason=TaskNotFound(task_id=_OTHER_TASK)),
        StaleTask(task_id=_TASK, current=2),
        refusals.BodyTooLarge(limit=256 * 1024),
        refusals.UriTooLong(limit=8_192),
        refusals.HeadersTooLarge(),
        refusals.UnsupportedMediaType("send the body with Content-Type: application/json, in UTF-8", "POST"),
        IdempotencyKeyReused(),
        TooManyReceipts(retry_after=600.0),
        refusals.PreconditionRequired(),
        TooManyAttempts(retry_after=840.0),
        refusals.RateLimited(retry_after=1.0),
        refusals.InternalError(),
        refusals.TooBusy(),
        refusals.DeadlineExceeded(),
        refusals.NotReady(),
        StoreUnavailable("the connection was refused"),
        StoreOverloaded(),
        HashingOverloaded(),
        TooMuchContention(),
    )
}
"""Every error that a client may receive, once."""
