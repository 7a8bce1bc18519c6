"""All concrete errors, found by inspecting the packages."""

from collections.abc import Iterator

from domain.accounts.user import UserNotFound
from domain.errors import DomainError
from domain.ports.change_set import VersionConflict
from domain.tasks.tree import ChangedInBatch, HasSubtasks
from entrypoints.http.requests.errors import BodyIncomplete

UNSEEN = {VersionConflict, BodyIncomplete, UserNotFound, HasSubtasks, ChangedInBatch}
"""Errors that no response is about: handled, mapped to 401, the reasons of others, or the client has disconnected."""


def public_errors(*packages: str) -> set[type[DomainError]]:
    """Return every error of these packages that a client can get; the kinds themselves are never raised."""
    return {
        error
        for error in _below(DomainError)
        if error.__module__.partition(".")[0] in packages and "__str__" in vars(error) and error not in UNSEEN
    }


def _below(kind: type[DomainError]) -> Iterator[type[DomainError]]:
    for each in kind.__subclasses__():
        yield each
        yield from _below(each)
