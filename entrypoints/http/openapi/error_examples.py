"""Every error that a client may receive, once, for the OpenAPI document."""

from collections.abc import Mapping

from application import BatchRefused
from application.changes.feed import FeedClosed, TooManyListeners, TooManyStreams
from domain.accounts.allowance import TooManyAttempts
from domain.accounts.password import WrongCredentials, WrongPassword
from domain.accounts.personal_access_token import (
    InsufficientScope,
    Scope,
    TokenNotFound,
    TooManyTokens,
)
from domain.accounts.receipt import IdempotencyKeyReused, TooManyReceipts
from domain.accounts.session import InvalidToken, SessionNotFound
from domain.accounts.user import EmailTaken
from domain.changes.recorded_change import ChangeNotFound, ChangesGone
from domain.changes.undo import ReferenceGone, StillReferenced, TooManyLaterChanges, UndoBreaksStructure, UndoConflict
from domain.commands import IdTaken
from domain.errors import (
    DomainError,
    HashingOverloaded,
    InvalidInput,
    StoreOverloaded,
    StoreUnavailable,
    TooMuchContention,
    Violation,
)
from domain.position import NoRoom
from domain.projects.project import ProjectNotEmpty, ProjectNotFound, StaleProject
from domain.tasks.group import TooManyTasks
from domain.tasks.labels import LabelNotFound, TooManyLabels
from domain.tasks.status import Status
from domain.tasks.task import StaleTask, TaskNotFound, TransitionNotAllowed, TwoDueDates
from domain.tasks.tree import CycleNotAllowed, ProjectOfParent, TooDeep
from entrypoints.http.openapi.examples import ACCOUNT, OTHER_TASK_ID, PROJECT_ID, SESSION_ID, TASK_ID, TOKEN_ID
from entrypoints.http.requests import errors as refusals

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
        ReferenceGone(project_id=PROJECT_ID),
        UndoBreaksStructure(TaskNotFound(task_id=OTHER_TASK_ID)),
        CycleNotAllowed(task_id=TASK_ID, parent_id=OTHER_TASK_ID),
        TooDeep(ancestors=9),
        ProjectOfParent(parent_id=OTHER_TASK_ID, project_id=PROJECT_ID),
        StillReferenced(project_id=PROJECT_ID),
        UndoConflict(fields=("title",), numbers=(3,)),
        TooManyLaterChanges(),
        TooManyListeners(limit=20),
        TooManyStreams(),
        FeedClosed(),
        InsufficientScope(Scope.TASKS_WRITE),
        refusals.NoSuchPath(),
        TaskNotFound(task_id=TASK_ID),
        ProjectNotFound(project_id=PROJECT_ID),
        ProjectNotEmpty(project_id=PROJECT_ID, tasks=12),
        TooManyTasks(),
        LabelNotFound(label="quality"),
        TooManyLabels(count=21),
        SessionNotFound(session_id=SESSION_ID),
        TokenNotFound(token_id=TOKEN_ID),
        refusals.MethodNotAllowed(("DELETE", "GET", "HEAD", "OPTIONS", "PATCH")),
        refusals.NotAcceptable("application/json"),
        refusals.HeadTooSlow(),
        refusals.BodyTooSlow(),
        EmailTaken(email=ACCOUNT.email),
        TooManyTokens(limit=100),
        NoRoom(),
        IdTaken(object_id=TASK_ID),
        TransitionNotAllowed(current=Status.CANCELLED, requested=Status.DONE),
        TwoDueDates(present="due_at"),
        BatchRefused(index=2, reason=TaskNotFound(task_id=OTHER_TASK_ID)),
        StaleTask(task_id=TASK_ID, current=2),
        StaleProject(project_id=PROJECT_ID, current=2),
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
