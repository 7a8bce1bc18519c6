"""What can be expected to go wrong on a command line, and how it is told: a line that ends with the remedy."""

from typing import ClassVar

from attrs import define

from adapters.postgres_server import EmbeddedPostgresError
from domain.errors import DomainError
from entrypoints.settings import SettingsError

FAILED = 1
"""It did not work, though the command was right."""
WRONG_USE = 2
"""Options or settings have to be changed first."""


@define(eq=False)
class CliError(Exception):
    """Something that whoever runs the command can do something about."""

    message: str
    exit_code: ClassVar[int] = FAILED

    def __str__(self) -> str:
        return self.message


@define(eq=False)
class UsageError(CliError):
    """Nothing was tried, because what was asked for cannot work."""

    exit_code = WRONG_USE


def told(error: Exception) -> tuple[tuple[str, ...], int]:
    """The lines for an error and the exit code; no lines for what nobody expected."""
    match error:
        case SettingsError():
            return error.problems, WRONG_USE
        case EmbeddedPostgresError():
            return (str(error),), WRONG_USE
        case CliError():
            return (str(error),), error.exit_code
        case DomainError():
            return (str(error),), FAILED
    return (), FAILED
