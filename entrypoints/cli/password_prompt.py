"""Reading a password from a terminal or from standard input."""

import sys

import click

from entrypoints.cli.errors import UsageError


def read_password(*, confirm: bool = True) -> str:
    """Prompt on a terminal, twice to confirm, without echo; otherwise read the one line of standard input.

    Raises `UsageError`.
    """
    if sys.stdin.isatty():
        password: str = click.prompt("Password", hide_input=True, confirmation_prompt=confirm, err=True)
        return password
    try:
        lines = sys.stdin.buffer.read().decode().splitlines()
    except UnicodeDecodeError:
        raise UsageError("the password on standard input is not UTF-8") from None
    if len(lines) != 1:
        raise UsageError(f"standard input must be exactly one line, the password; got {len(lines)} lines")
    return lines[0]
