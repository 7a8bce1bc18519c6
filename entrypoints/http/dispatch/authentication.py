"""Authentication: from the token of a request to what it stands for."""

from collections.abc import Callable

from application.sessions import admit_all
from application.use_cases import UseCases
from domain.accounts.personal_access_token import PREFIX, PersonalAccessToken
from domain.accounts.session import Session
from domain.ids import UserId


async def authenticate(
    use_cases: UseCases, token: str, admit: Callable[[UserId], object] = admit_all
) -> Session | PersonalAccessToken:
    """Return the active session or personal access token; raise `InvalidToken`.

    `admit` is called with the user before the store is read; it may raise, too.
    """
    if token.startswith(PREFIX):
        return await use_cases.authenticate_token(token, admit)
    return await use_cases.authenticate(token, admit)
