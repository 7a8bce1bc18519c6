"""Users, and the canonical form of e-mail addresses."""

import re
from datetime import datetime
from typing import Self

from attrs import define, evolve, frozen

from domain.errors import Conflict, InvalidInput, NotFound
from domain.ids import UserId

_LOCAL = re.compile(r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")


class Email(str):
    """An e-mail address in its canonical form: ASCII, lower case, `local@domain` with a dotted domain.

    Only ASCII is taken because no two addresses may ever be folded into one:
    letters that merely look alike or share an upper case are refused, an
    international domain is written in its `xn--` form.
    """

    __slots__ = ()

    def __new__(cls, raw: str) -> Self:
        """Return the canonical form of an address; raise `InvalidInput` (empty path) if it is not an address."""
        if not raw.isascii():
            raise _bad_email("must be ASCII; write an international domain in its xn-- form")
        address = raw.strip(" ").lower()
        local, at, domain = address.rpartition("@")
        labels = domain.split(".")
        if (
            not at
            or len(address) > 254  # noqa: PLR2004 - RFC 5321, 4.5.3.1
            or len(local) > 64  # noqa: PLR2004 - RFC 5321, 4.5.3.1
            or not _LOCAL.fullmatch(local)
            or len(labels) < 2  # noqa: PLR2004 - a dotted domain
            or not all(_LABEL.fullmatch(label) for label in labels)
            or labels[-1].isdigit()
        ):
            raise _bad_email("must be an e-mail address such as ada@example.com")
        return super().__new__(cls, address)


def _bad_email(detail: str) -> InvalidInput:
    return InvalidInput.of("not-an-email", detail)


@frozen(kw_only=True)
class User:
    """A user with an account."""

    id: UserId
    email: Email
    password_hash: str
    created_at: datetime
    disabled_at: datetime | None = None
    version: int = 1

    def with_password(self, password_hash: str) -> Self:
        """Return the next version, with another password."""
        return evolve(self, version=self.version + 1, password_hash=password_hash)

    def disabled(self, *, at: datetime) -> Self:
        """Return the next version, which cannot log in."""
        return evolve(self, version=self.version + 1, disabled_at=self.disabled_at or at)

    def enabled(self) -> Self:
        """Return the next version, which can log in again."""
        return evolve(self, version=self.version + 1, disabled_at=None)


@define(eq=False)
class UserNotFound(NotFound):
    def __str__(self) -> str:
        return "there is no such account"


@define(eq=False)
class EmailTaken(Conflict):
    email: str

    def __str__(self) -> str:
        return "an account with this e-mail address exists already"
