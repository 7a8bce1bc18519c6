"""What may be a password (NIST SP 800-63B-4, 3.1.1: length and a blocklist, no composition rules)."""

import unicodedata
from collections.abc import Callable
from string import digits
from typing import Self, TypeAlias

from attrs import define

from domain.errors import Forbidden, InvalidInput, Unauthenticated

MIN_LENGTH = 15
MAX_LENGTH = 1_000
CONTEXT_WORDS = ("taskapi", "task api", "password", "passwort")
SHORTEST_WORD = 3
"""Letters that a word must have to count: a random number is not made of the one digit before somebody's @."""

IsCommon: TypeAlias = Callable[[str], bool]
"""Whether a case-folded password is one of those that everybody tries first."""


class Password(str):
    """A password in the one form that is hashed: NFKC. It shows itself to nobody."""

    __slots__ = ("typed",)
    typed: int
    """How many code points were typed; some signs become up to 18 of them in NFKC."""

    def __new__(cls, raw: str) -> Self:
        """Normalise; raise `InvalidInput` (empty pointer) for what cannot be anybody's password."""
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


def ensure_acceptable(password: Password, *, email: str, is_common: IsCommon) -> None:
    """Raise `InvalidInput` (empty pointer) if nobody should choose this password."""
    length = min(len(password), password.typed)
    if length < MIN_LENGTH:
        raise InvalidInput.of("too-short", f"must have at least {MIN_LENGTH} characters, has {length}")
    text = password.reveal().casefold()
    reason = _guessable(text, email) or ("is one of the most common passwords" if is_common(text) else None)
    if reason:
        raise InvalidInput.of("blocklisted", f"{reason}; choose another")


def _guessable(text: str, email: str) -> str | None:
    """Why somebody who knows the account and the service would guess it."""
    own = (email, email.partition("@")[0])
    rest = bare = _bare(text)
    for word in (*own, *CONTEXT_WORDS):
        if len(_bare(word)) >= SHORTEST_WORD and _bare(word) in bare:
            if not bare.replace(_bare(word), "").strip(digits):
                return f"is made of {'your e-mail address' if word in own else 'the words “' + word + '”'}"
            rest = rest.replace(_bare(word), "")
    if rest != bare and not rest.strip(digits):
        return "is made of words that belong to you or to this service"
    if len(set(text)) <= 2:  # noqa: PLR2004 - one or two characters, repeated
        return "repeats one or two characters"
    return None


def _bare(text: str) -> str:
    return "".join(char for char in text if char.isalnum())


@define(eq=False)
class WrongCredentials(Unauthenticated):
    """Wrong password, unknown or disabled account: the same to everybody outside."""

    def __str__(self) -> str:
        return "the e-mail address or the password is wrong"


@define(eq=False)
class WrongPassword(Forbidden):
    """A signed-in caller did not prove to know the password."""

    def __str__(self) -> str:
        return "the current password is wrong"
