"""A password from somebody who types it, or from a program that pipes it in."""

import sys

import click

from entrypoints.cli.errors import UsageError


def typed_password() -> str:
    """Ask for it twice on a terminal, unseen; otherwise take the one line of standard input. Raise `UsageError`."""
    if sys.stdin.isatty():
        password: str = click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
        return password
    try:
        lines = sys.stdin.buffer.read().decode().splitlines()
    except UnicodeDecodeError:
        raise UsageError("the password on standard input is not UTF-8") from None
    if len(lines) != 1:
        raise UsageError(f"standard input must be one line, the password; it has {len(lines)}")
    return lines[0]
