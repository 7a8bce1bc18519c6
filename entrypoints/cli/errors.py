"""Errors of commands, each reported in one line that ends with the remedy."""

from typing import ClassVar

from attrs import define

from adapters.postgres_server import EmbeddedPostgresError
from domain.errors import DomainError
from entrypoints.settings import SettingsError

FAILED = 1
"""The command failed, although options and settings are valid."""
INVALID_USAGE = 2
"""Options or settings are invalid."""


@define(eq=False)
class CliError(Exception):
    """An error that the user of the command can fix."""

    message: str
    exit_code: ClassVar[int] = FAILED

    def __str__(self) -> str:
        return self.message


@define(eq=False)
class UsageError(CliError):
    """Nothing was attempted, because the options or settings are invalid."""

    exit_code = INVALID_USAGE


def describe(error: Exception) -> tuple[tuple[str, ...], int]:
    """Return the lines for an error and the exit code; no lines for an unexpected error."""
    match error:
        case SettingsError():
            return error.messages, INVALID_USAGE
        case EmbeddedPostgresError():
            return (str(error),), INVALID_USAGE
        case CliError():
            return (str(error),), error.exit_code
        case DomainError():
            return (str(error),), FAILED
    return (), FAILED
