"""A password from somebody who types it, or from a program that pipes it in."""

import sys

import click

from entrypoints.cli.errors import Misuse


def typed_password() -> str:
    """Ask for it twice on a terminal, unseen; otherwise take the one line of standard input. Raise `Misuse`."""
    if sys.stdin.isatty():
        password: str = click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
        return password
    try:
        lines = sys.stdin.buffer.read().decode().splitlines()
    except UnicodeDecodeError:
        raise Misuse("the password on standard input is not UTF-8") from None
    if len(lines) != 1:
        raise Misuse(f"standard input must be one line, the password; it has {len(lines)}")
    return lines[0]
