"""Errors: their kinds, their stable codes, and what they say."""

from uuid import UUID

import pytest

from domain.accounts.password import WrongCredentials, WrongPassword
from domain.accounts.receipt import IdempotencyKeyReused, TooManyReceipts
from domain.accounts.session import InvalidToken, SessionNotFound
from domain.accounts.user import EmailTaken, UserNotFound
from domain.errors import (
    Conflict,
    DomainError,
    Forbidden,
    HashingOverloaded,
    Invalid,
    InvalidInput,
    Mismatch,
    NotFound,
    Stale,
    StoreOverloaded,
    StoreUnavailable,
    TooMany,
    TooMuchContention,
    Unauthenticated,
    Unavailable,
    Violation,
    violations_at,
)
from domain.ids import SessionId, TaskId
from domain.tasks.status import Status
from domain.tasks.task import StaleTask, TaskNotFound, TransitionNotAllowed

TASK = TaskId(UUID(int=1))
SESSION = SessionId(UUID(int=2))


@pytest.mark.parametrize(
    ("error", "kind", "code", "text"),
    [
        (InvalidInput.of("nul", "bad", "title"), Invalid, "invalid-input", "title: bad"),
        (WrongCredentials(), Unauthenticated, "wrong-credentials", "the e-mail address or the password is wrong"),
        (
            InvalidToken(),
            Unauthenticated,
            "invalid-token",
            "the token is not valid, or its session has ended; log in again",
        ),
        (WrongPassword(), Forbidden, "wrong-password", "the current password is wrong"),
        (TaskNotFound(task_id=TASK), NotFound, "task-not-found", f"there is no task {TASK}"),
        (SessionNotFound(session_id=SESSION), NotFound, "session-not-found", f"there is no session {SESSION}"),
        (UserNotFound(), NotFound, "user-not-found", "there is no such account"),
        (
            TransitionNotAllowed(current=Status.CANCELLED, requested=Status.DONE),
            Conflict,
            "transition-not-allowed",
            "a task that is cancelled cannot become done; it can become todo",
        ),
        (
            EmailTaken(email="ada@example.com"),
            Conflict,
            "email-taken",
            "an account with this e-mail address exists already",
        ),
        (
            StaleTask(task_id=TASK, current=2),
            Stale,
            "stale-task",
            "the request is based on another version of the task; its current version is 2",
        ),
        (
            IdempotencyKeyReused(),
            Mismatch,
            "idempotency-key-reused",
            "this idempotency key was used for another request; use a new key for a new request",
        ),
        (
            TooMuchContention(),
            Unavailable,
            "contended",
            "too many concurrent changes to the same object; nothing was changed; retry",
        ),
        (
            StoreUnavailable(reason="connection refused by 10.0.0.7"),
            Unavailable,
            "store-unavailable",
            "the service cannot reach its database at the moment; retry",
        ),
        (
            StoreOverloaded(),
            Unavailable,
            "store-overloaded",
            "too many requests are waiting; the request was not processed; retry",
        ),
        (
            HashingOverloaded(),
            Unavailable,
            "hashing-overloaded",
            "too many log-ins at the moment; the request was not processed; retry",
        ),
        (
            TooManyReceipts(retry_after=60),
            TooMany,
            "too-many-receipts",
            "too much is stored for your idempotency keys; nothing was changed; retry later, or without a key",
        ),
    ],
)
def test_an_error_has_a_kind_a_stable_code_and_a_text(
    error: DomainError, kind: type[DomainError], code: str, text: str
) -> None:
    assert isinstance(error, kind)
    assert (error.code, str(error)) == (code, text)


def test_kinds_are_distinguished() -> None:
    kinds = (Invalid, Unauthenticated, Forbidden, NotFound, Conflict, Stale, Mismatch, TooMany, Unavailable)

    assert [(a, b) for a in kinds for b in kinds if a is not b and issubclass(a, b)] == []


def test_what_is_not_now_says_when() -> None:
    errors = (TooMany(), Unavailable(), TooMuchContention(), StoreUnavailable(reason=""), StoreOverloaded())

    assert [error.retry_after for error in errors] == [1.0] * 5


def test_paths_of_violations_are_built_from_the_inside_out() -> None:
    with (
        pytest.raises(InvalidInput) as refusal,
        violations_at("operations"),
        violations_at(7),
        violations_at("title"),
    ):
        raise InvalidInput((Violation((), "nul", "must not contain NUL"), Violation(("x",), "y", "z")))

    assert refusal.value.violations == (
        Violation(("operations", 7, "title"), "nul", "must not contain NUL"),
        Violation(("operations", 7, "title", "x"), "y", "z"),
    )


def test_only_violations_get_a_path() -> None:
    with pytest.raises(WrongPassword), violations_at("password"):
        raise WrongPassword


def test_a_message_lists_all_violations_with_their_fields() -> None:
    error = InvalidInput((Violation((), "no-words", "say something"), Violation(("a", "b"), "x", "is wrong")))

    assert str(error) == "say something; a.b: is wrong"


def test_invalid_errors_without_details_have_no_violations() -> None:
    assert Invalid().violations == ()
