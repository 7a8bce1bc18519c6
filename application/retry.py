"""Retrying after version conflicts."""

from collections.abc import Awaitable, Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from domain.errors import TooMuchContention
from domain.ports.change_set import VersionConflict

ATTEMPTS = 1_000

P = ParamSpec("P")
T = TypeVar("T")


def retry_on_conflict(attempt: Callable[P, Awaitable[T]]) -> Callable[P, Awaitable[T]]:
    """Retry the whole unit of work with the current versions while other writers are faster.

    Of several concurrent units of work on one entity, one always commits, so each
    succeeds after at most as many attempts as there are rivals; `TooMuchContention` is raised beyond a limit.
    """

    @wraps(attempt)
    async def settled(*args: P.args, **kwargs: P.kwargs) -> T:
        for _ in range(ATTEMPTS):
            try:
                return await attempt(*args, **kwargs)
            except VersionConflict:
                continue
        raise TooMuchContention

    return settled
