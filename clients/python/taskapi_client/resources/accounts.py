"""The account and how to open, export and delete it."""

from typing import TypeVar, Unpack

from taskapi_client.core.calls import Request
from taskapi_client.core.keeper import TokenKeeper
from taskapi_client.core.operations import Resource, operation
from taskapi_client.resources.paths import API
from taskapi_client.types.accounts import Account, Export, PasswordChange, PasswordProof, Registration

M = TypeVar("M")


def forget(keeper: TokenKeeper, _: None) -> None:
    """Forget the tokens of a session that has ended."""
    keeper.end()


class Accounts(Resource[M]):
    """The account of the user."""

    @operation("POST", f"{API}/auth/register", Account, public=True)
    def register(self, **fields: Unpack[Registration]) -> Request:
        """Create an account; log in to use it."""
        return Request(body=fields)

    @operation("GET", f"{API}/me", Account)
    def read(self) -> Request:
        """Return the account."""
        return Request()

    @operation("GET", f"{API}/me/export", Export)
    def export(self) -> Request:
        """Return all data of the account."""
        return Request()

    @operation("PUT", f"{API}/auth/password", type(None))
    def change_password(self, **fields: Unpack[PasswordChange]) -> Request:
        """Change the password, which ends every other session and revokes all personal access tokens."""
        return Request(body=fields)

    @operation("DELETE", f"{API}/me", type(None), after=forget)
    def delete(self, **fields: Unpack[PasswordProof]) -> Request:
        """Delete the account and all its data."""
        return Request(body=fields)
