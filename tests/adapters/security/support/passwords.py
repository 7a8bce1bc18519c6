"""Passwords and hashes for tests, cheaper than real ones."""

from argon2 import PasswordHasher

from domain.accounts.password import Password

RIGHT, WRONG = Password("correct horse battery staple"), Password("correct horse battery stable")
CHEAP = 64
"""KiB"""
NOTICEABLE = 8_192
"""KiB: some 10 ms."""


def a_hash(*, memory: int = CHEAP, passes: int = 1, lanes: int = 1, salt: int = 16, tag: int = 32) -> str:
    """A hash of the right password, always the same."""
    return PasswordHasher(passes, memory, lanes, tag).hash(RIGHT.reveal(), salt=bytes(range(salt)))
