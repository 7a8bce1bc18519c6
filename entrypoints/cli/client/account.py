"""`taskapi login` and `taskapi logout`."""

import socket
from contextlib import suppress
from uuid import UUID

import click

from entrypoints.cli.client.credentials import Credentials, forget, store, stored
from entrypoints.cli.client.errors import NotLoggedIn, errors_reported
from entrypoints.cli.client.session import SETTINGS
from entrypoints.cli.password_prompt import read_password
from taskapi_client import Client, Scope, errors

DAYS = 365
"""Until the token expires."""
DEFAULT_URL = "http://127.0.0.1:8080"


@click.command()
@click.option("--url", default=DEFAULT_URL, show_default=True, help="Where taskapi runs.")
@click.option("--email", prompt="E-mail", help="Of your account; prompted for without it.")
@click.option("--register", is_flag=True, help="Create the account first.")
def login(url: str, email: str, *, register: bool) -> None:
    """Log in, and store a personal access token for the commands below.

    The password is prompted for on a terminal, or read from standard input. The token is kept in the keyring of the
    desktop, or in a file that only you can read; it can read and change tasks, and nothing else of the account.
    """
    password = read_password(confirm=register)
    before = stored()
    with errors_reported(), Client(url, settings=SETTINGS) as client:
        if register:
            client.account.register(email=email, password=password)
        try:
            client.sessions.log_in(email=email, password=password)
        except errors.Unauthenticated as error:
            raise NotLoggedIn(error.problem.detail) from error
        issued = client.personal_access_tokens.create(
            name=f"taskapi on {socket.gethostname()}"[:100],
            scopes=[Scope.TASKS_READ, Scope.TASKS_WRITE],
            expires_in_days=DAYS,
        )
        place = store(Credentials(url=url, email=email, token_id=str(issued.id), token=issued.token))
        if before and (before.url, before.email) == (url, email):
            _revoke(client, before)
        client.sessions.log_out()
    click.echo(f"logged in to {url} as {email}; the token is in {place}, and valid until {issued.expires_at:%Y-%m-%d}")


@click.command()
@click.option("--local", is_flag=True, help="Only forget the token; it stays valid until it expires.")
def logout(*, local: bool) -> None:
    """Revoke the personal access token, for which your password is needed, and forget it."""
    credentials = stored()
    if credentials is None:
        raise NotLoggedIn
    if not local:
        with errors_reported(), Client(credentials.url, settings=SETTINGS) as client:
            client.sessions.log_in(email=credentials.email, password=read_password(confirm=False))
            _revoke(client, credentials)
            client.sessions.log_out()
    forget(credentials)
    click.echo(f"logged out of {credentials.url}" + (f"; token {credentials.token_id} is still valid" if local else ""))


def _revoke(client: Client, credentials: Credentials) -> None:
    with suppress(errors.NotFound):  # it has expired, or was revoked elsewhere
        client.personal_access_tokens.revoke(UUID(credentials.token_id))
