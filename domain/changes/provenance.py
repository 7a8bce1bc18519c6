"""Who makes a change, and in which request."""

from datetime import datetime

from attrs import frozen

from domain.ids import SessionId, TokenId, UserId


@frozen
class Actor:
    """The user for whom a use case runs; the session or token and the request are recorded with every change."""

    user_id: UserId
    session_id: SessionId | None = None
    token_id: TokenId | None = None
    request_id: str | None = None

    def provenance(self, at: datetime, *, undoes: tuple[int, ...] = ()) -> "Provenance":
        """Return the provenance of a change that this actor makes."""
        return Provenance(self, at, undoes)


@frozen
class Provenance:
    """Where a change comes from: who makes it, when, and the numbers of the changes that it undoes."""

    actor: Actor
    at: datetime
    undoes: tuple[int, ...] = ()
