"""`taskapi user`: administer accounts."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import TypeVar

import click

from domain.accounts.password import Password
from domain.accounts.personal_access_token import PersonalAccessToken
from domain.accounts.session import Session
from domain.accounts.user import Email, User
from domain.changes.provenance import Actor
from domain.errors import violations_at
from entrypoints.cli.database import ensure_migrated, running_database
from entrypoints.cli.options import load_settings
from entrypoints.cli.password_prompt import read_password
from entrypoints.container import Container

T = TypeVar("T")

TIMEOUT = 5.0
"""Seconds to wait for the database."""


@click.group()
def user() -> None:
    """Create and administer accounts.

    Passwords are prompted for on a terminal, or read from standard input, and never taken from the command line,
    which other users of the machine can see.
    """


def _email(_: click.Context, __: click.Parameter, text: str) -> Email:
    with violations_at("email"):
        return Email(text)


email_argument = click.argument("email", callback=_email)


@user.command()
@email_argument
def create(email: Email) -> None:
    """Create an account."""
    password = _new_password()
    created = _with(lambda container: container.create_user()(email, password))
    click.echo(f"created {created.email} ({created.id})")


@user.command("list")
def list_() -> None:
    """List all accounts, oldest first."""
    for each in _with(lambda container: container.list_users()()):
        click.echo(_row(each))


@user.command()
@email_argument
def set_password(email: Email) -> None:
    """Change the password of an account, end all its sessions and revoke its personal access tokens."""
    password = _new_password()
    ended = _with(lambda container: container.set_password()(email, password))
    click.echo(f"{email} has a new password; {_counted(ended)} ended")


@user.command()
@email_argument
@click.option("--yes", is_flag=True, help="Do not ask for confirmation.")
def delete(email: Email, *, yes: bool) -> None:
    """Delete an account with all its tasks and sessions, for good.

    To lock a user out and keep the data, disable the account instead.
    """
    if not yes:
        click.confirm(f"Delete {email} and everything that belongs to it?", abort=True)
    tasks = _with(lambda container: container.delete_user()(email))
    click.echo(f"{email} is deleted, with {'1 task' if tasks == 1 else f'{tasks} tasks'}")


@user.command()
@email_argument
def disable(email: Email) -> None:
    """Disable an account, end all its sessions and revoke its personal access tokens."""
    ended = _with(lambda container: container.disable_user()(email))
    click.echo(f"{email} is disabled; {_counted(ended)} ended")


@user.command()
@email_argument
def enable(email: Email) -> None:
    """Enable an account again."""
    _with(lambda container: container.enable_user()(email))
    click.echo(f"{email} is enabled")


@user.command()
@email_argument
def sessions(email: Email) -> None:
    """List the active sessions of an account, newest first."""

    async def listed(container: Container) -> tuple[Session, ...]:
        found = await container.find_user()(email)
        return await container.list_sessions()(found.id)

    for each in _with(listed):
        click.echo(
            f"{each.id}  since {_time(each.created_at)}  last used {_time(each.last_used_at)}  "
            f"from {each.address or '-'}  {_printable(each.user_agent or '-')}"
        )


@user.command()
@email_argument
def end_sessions(email: Email) -> None:
    """End all sessions of an account immediately, in every process."""

    async def ended(container: Container) -> int:
        found = await container.find_user()(email)
        return await container.end_all_sessions()(Actor(found.id))

    click.echo(f"{_counted(_with(ended))} of {email} ended")


@user.command()
@email_argument
def tokens(email: Email) -> None:
    """List the personal access tokens of an account, newest first."""

    async def listed(container: Container) -> tuple[PersonalAccessToken, ...]:
        found = await container.find_user()(email)
        return await container.list_tokens()(found.id)

    for each in _with(listed):
        used = f"last used {_time(each.last_used_at)}" if each.last_used_at else "never used"
        scopes = " ".join(sorted(each.scopes))
        click.echo(f"{each.id}  until {_time(each.expires_at)}  {used}  {scopes}  {_printable(each.name)}")


@user.command()
@email_argument
def revoke_tokens(email: Email) -> None:
    """Revoke all personal access tokens of an account immediately, in every process."""

    async def revoked(container: Container) -> int:
        found = await container.find_user()(email)
        return await container.revoke_all_tokens()(found.id)

    count = _with(revoked)
    click.echo(f"{'1 token' if count == 1 else f'{count} tokens'} of {email} revoked")


def _printable(text: str) -> str:
    return "".join(char if char.isprintable() else "?" for char in text)


def _with(action: Callable[[Container], Awaitable[T]]) -> T:
    """Run an action on a container whose database is running and migrated."""

    async def run(container: Container) -> T:
        try:
            return await action(container)
        finally:
            await container.store().close()

    with running_database(load_settings()) as settings:
        ensure_migrated(settings, timeout=TIMEOUT)
        return asyncio.run(run(Container(settings=settings)))


def _new_password() -> Password:
    with violations_at("password"):
        return Password(read_password())


def _row(user: User) -> str:
    disabled = f"  disabled {_time(user.disabled_at)}" if user.disabled_at else ""
    return f"{user.id}  {_time(user.created_at)}  {user.email}{disabled}"


def _time(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M}Z"


def _counted(sessions: int) -> str:
    return "1 session" if sessions == 1 else f"{sessions} sessions"
