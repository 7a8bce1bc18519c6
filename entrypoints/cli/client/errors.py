"""Errors of the commands for people; scripts tell them apart by their exit codes."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import ClassVar

from attrs import define

from entrypoints.cli.errors import CliError
from taskapi_client import errors

NOT_LOGGED_IN, NOT_FOUND, CONFLICT = 3, 4, 5


@define(eq=False)
class NotLoggedIn(CliError):
    """There are no credentials, or they are no longer valid."""

    message: str = "you are not logged in; run `taskapi login`"
    exit_code: ClassVar[int] = NOT_LOGGED_IN


@define(eq=False)
class NothingFound(CliError):
    """There is no such task."""

    exit_code: ClassVar[int] = NOT_FOUND


@define(eq=False)
class NotPossible(CliError):
    """The present state does not permit it."""

    exit_code: ClassVar[int] = CONFLICT


@contextmanager
def errors_reported() -> Iterator[None]:
    """Turn the errors of the client into those of the command line."""
    try:
        yield
    except errors.Unauthenticated as error:
        raise NotLoggedIn("the login is no longer valid; run `taskapi login`") from error
    except errors.NotFound as error:
        raise NothingFound(error.problem.detail) from error
    except (errors.Conflict, errors.Stale, errors.Gone) as error:
        raise NotPossible(error.problem.detail) from error
    except errors.ApiError as error:
        details = "; ".join(f"{each.pointer.lstrip('/')} {each.detail}" for each in error.violations)
        raise CliError(details or error.problem.detail) from error
    except errors.TaskapiError as error:
        raise CliError(str(error)) from error
