"""`taskapi user`: administer accounts."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import TypeVar

import click

from domain.accounts.password import Password
from domain.accounts.session import Session
from domain.accounts.user import Email, User
from domain.errors import violations_at
from entrypoints.cli.database import complete, up_to_date
from entrypoints.cli.options import loaded
from entrypoints.cli.password_prompt import typed_password
from entrypoints.container import Container

T = TypeVar("T")

PATIENCE = 5.0
"""Seconds to wait for the database."""


@click.group()
def user() -> None:
    """Create and administer accounts.

    Passwords are asked for twice on a terminal, or read from standard input, and never taken from the command line,
    which other users of the machine can see.
    """


def _email(_: click.Context, __: click.Parameter, text: str) -> Email:
    with violations_at("email"):
        return Email(text)


named = click.argument("email", callback=_email)


@user.command()
@named
def create(email: Email) -> None:
    """Open an account."""
    password = _chosen()
    made = _with(lambda container: container.create_user()(email, password))
    click.echo(f"created {made.email} ({made.id})")


@user.command("list")
def list_() -> None:
    """Show all accounts, oldest first."""
    for each in _with(lambda container: container.list_users()()):
        click.echo(_told(each))


@user.command()
@named
def set_password(email: Email) -> None:
    """Give an account another password and end all its sessions."""
    password = _chosen()
    ended = _with(lambda container: container.set_password()(email, password))
    click.echo(f"{email} has another password; {_counted(ended)} ended")


@user.command()
@named
def disable(email: Email) -> None:
    """Disable an account and end all its sessions."""
    ended = _with(lambda container: container.disable_user()(email))
    click.echo(f"{email} is disabled; {_counted(ended)} ended")


@user.command()
@named
def enable(email: Email) -> None:
    """Enable an account again."""
    _with(lambda container: container.enable_user()(email))
    click.echo(f"{email} is enabled")


@user.command()
@named
def sessions(email: Email) -> None:
    """Show the live sessions of an account, newest first."""

    async def listed(container: Container) -> tuple[Session, ...]:
        found = await container.find_user()(email)
        return await container.list_sessions()(found.id)

    for each in _with(listed):
        agent = "".join(char if char.isprintable() else "?" for char in each.user_agent or "-")
        click.echo(
            f"{each.id}  since {_time(each.created_at)}  last used {_time(each.last_used_at)}  "
            f"from {each.address or '-'}  {agent}"
        )


@user.command()
@named
def end_sessions(email: Email) -> None:
    """End all sessions of an account, at once and everywhere."""

    async def ended(container: Container) -> int:
        found = await container.find_user()(email)
        return await container.end_all_sessions()(found.id)

    click.echo(f"{_counted(_with(ended))} of {email} ended")


def _with(action: Callable[[Container], Awaitable[T]]) -> T:
    """Do something with the use cases, on a database that is there and up to date."""

    async def run(container: Container) -> T:
        try:
            return await action(container)
        finally:
            await container.store().close()

    with complete(loaded()) as settings:
        up_to_date(settings, patience=PATIENCE)
        return asyncio.run(run(Container(settings=settings)))


def _chosen() -> Password:
    with violations_at("password"):
        return Password(typed_password())


def _told(user: User) -> str:
    disabled = f"  disabled {_time(user.disabled_at)}" if user.disabled_at else ""
    return f"{user.id}  {_time(user.created_at)}  {user.email}{disabled}"


def _time(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M}Z"


def _counted(sessions: int) -> str:
    return "1 session" if sessions == 1 else f"{sessions} sessions"
