"""The rules for passwords (NIST SP 800-63B-4, 3.1.1: length and a blocklist, no composition rules)."""

import unicodedata
from collections.abc import Callable
from string import digits
from typing import Self, TypeAlias

from attrs import define, frozen

from domain.errors import Forbidden, InvalidInput, Unauthenticated

MIN_LENGTH = 15
"""Unless the operator sets another length."""
MAX_LENGTH = 1_000
CONTEXT_WORDS = ("taskapi", "task api", "password", "passwort")
MIN_CONTEXT_WORD = 3
"""Shorter parts of an e-mail address do not count."""

IsCommon: TypeAlias = Callable[[str], bool]
"""Returns whether a case-folded password is among the first guesses of an attacker."""


class Password(str):
    """A password in the normal form that is hashed (NFKC); its `repr` is masked."""

    __slots__ = ("typed",)
    typed: int
    """The number of code points before NFKC, which turns some signs into up to 18 of them."""

    def __new__(cls, raw: str) -> Self:
        """Normalize; raise `InvalidInput` (empty path) for a text that cannot be a password."""
        if len(raw) > MAX_LENGTH:
            raise InvalidInput.of("too-long", f"must have at most {MAX_LENGTH:,} characters")
        if "\0" in raw or any("\ud800" <= char <= "\udfff" for char in raw):
            raise InvalidInput.of("unusable", "must not contain NUL or lone surrogates")
        password = super().__new__(cls, unicodedata.normalize("NFKC", raw))
        password.typed = len(raw)
        return password

    def __repr__(self) -> str:
        return "Password('***')"

    __str__ = __repr__

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)

    def reveal(self) -> str:
        """The characters, for hashing and for nothing else."""
        return "".join(self)


@frozen
class PasswordPolicy:
    """What a new password must fulfil."""

    is_common: IsCommon
    min_length: int = MIN_LENGTH

    def ensure_acceptable(self, password: Password, *, email: str) -> None:
        """Raise `InvalidInput` (empty path) if this password is too short or easy to guess."""
        length = min(len(password), password.typed)
        if length < self.min_length:
            raise InvalidInput.of("too-short", f"must have at least {self.min_length} characters; got {length}")
        text = password.reveal().casefold()
        reason = _guessable(text, email) or ("is one of the most common passwords" if self.is_common(text) else None)
        if reason:
            raise InvalidInput.of("blocklisted", f"{reason}; choose another")


def _guessable(text: str, email: str) -> str | None:
    """Return why an attacker who knows the account and the service would guess the password."""
    core = _without_repetition(_bare(text).strip(digits))
    for word in (email, email.partition("@")[0]):
        if len(_bare(word)) >= MIN_CONTEXT_WORD and core == _without_repetition(_bare(word).strip(digits)):
            return "is your e-mail address"
    for word in CONTEXT_WORDS:
        if core == _bare(word):
            return f"is the word “{word}”"
    if len(set(text)) <= 2:  # noqa: PLR2004 - one or two characters, repeated
        return "repeats one or two characters"
    return None


def _without_repetition(text: str) -> str:
    return text[: (text + text).find(text, 1)]


def _bare(text: str) -> str:
    return "".join(char for char in text if char.isalnum())


@define(eq=False)
class WrongCredentials(Unauthenticated):
    """Wrong password, unknown account or disabled account; callers cannot tell which."""

    def __str__(self) -> str:
        return "the e-mail address or the password is wrong"


@define(eq=False)
class WrongPassword(Forbidden):
    """An authenticated caller gave a wrong password."""

    def __str__(self) -> str:
        return "the current password is wrong"
