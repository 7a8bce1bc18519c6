"""Who is at the admission: admit_all, or somebody who is signed in."""

from collections.abc import Awaitable, Callable, Container
from typing import Protocol, TypeAlias, TypeVar

from attrs import frozen
from litestar.di import NamedDependency
from litestar.params import SkipValidation

from application import Batch, ClientInfo
from application.use_cases import UseCases
from domain.accounts.receipt import Outcome
from domain.accounts.session import Session
from domain.ids import UserId
from domain.ports import Work
from domain.tasks.task import NewTask
from entrypoints.http.requests.client_info import TrustedProxies
from entrypoints.http.requests.errors import PreconditionRequired
from entrypoints.http.requests.etags import EVERY, NONE, Admitted, versions_known, versions_matched
from entrypoints.http.requests.exchange import Exchange
from entrypoints.http.requests.parsing.cursors import Cursors, Seal
from entrypoints.http.responses.idempotency import idempotency_key, outcome_of, replayed_response
from entrypoints.http.responses.response import Response

N_contra = TypeVar("N_contra", contravariant=True)
R_co = TypeVar("R_co", covariant=True)
N = TypeVar("N")
R = TypeVar("R")


class Repeatable(Protocol[N_contra, R_co]):
    """A use case that can be a part of a larger unit of work."""

    def __call__(self, actor: UserId, noun: N_contra, /) -> Awaitable[R_co]: ...
    def within(self, work: Work, actor: UserId, noun: N_contra, /) -> Awaitable[R_co]: ...


@frozen
class Visitor:
    """Anybody, with what they may do and where they come from."""

    use_cases: UseCases
    exchange: Exchange
    proxies: TrustedProxies

    @property
    def origin(self) -> ClientInfo:
        """Where the request comes from."""
        return self.proxies.client_info_of(self.exchange)


@frozen
class Caller:
    """Somebody who is signed in, with what they may do and what they sent."""

    use_cases: UseCases
    exchange: Exchange
    proxies: TrustedProxies
    session: Session
    seal: Seal
    require_if_match: bool

    @property
    def origin(self) -> ClientInfo:
        """Where the request comes from."""
        return self.proxies.client_info_of(self.exchange)

    @property
    def id(self) -> UserId:
        """The user."""
        return self.session.user_id

    def wanted(self) -> Container[int]:
        """The versions that If-Match names, all of them without it; raise `BadRequest`."""
        sent = self.exchange.headers.get(b"if-match")
        return EVERY if sent is None else versions_matched(sent)

    def known(self) -> Container[int]:
        """The versions that If-None-Match names, none of them without it; raise `BadRequest`."""
        sent = self.exchange.headers.get(b"if-none-match")
        return NONE if sent is None else versions_known(sent)

    def admitted(self) -> Container[int]:
        """The versions to which a change may be made; raise `PreconditionRequired`, or `BadRequest`."""
        if self.require_if_match and b"if-match" not in self.exchange.headers:
            raise PreconditionRequired
        return Admitted(self.wanted(), self.known())

    def ensure_versions(self, batch: Batch) -> None:
        """The same for a batch, whose operations each name their version."""
        if self.require_if_match and any(
            not isinstance(operation, NewTask) and operation.if_version is None for operation in batch.operations
        ):
            raise PreconditionRequired

    async def once(self, use_case: Repeatable[N, R], noun: N, told: Callable[[R], Response]) -> Response:
        """Do it and tell what came of it, once for each Idempotency-Key."""
        key = idempotency_key(self.exchange, self.id)
        if key is None:
            return told(await use_case(self.id, noun))

        async def do(work: Work) -> Outcome:
            return outcome_of(told(await use_case.within(work, self.id, noun)))

        return replayed_response(await self.use_cases.once(key, do))

    @property
    def cursors(self) -> Cursors:
        """The cursors for pages of the caller's lists."""
        return Cursors(self.seal, self.id)


Anybody: TypeAlias = NamedDependency[SkipValidation[Visitor]]
"""A handler with `visitor: Anybody` is public."""
SignedIn: TypeAlias = NamedDependency[SkipValidation[Caller]]
"""A handler with `caller: SignedIn` is protected."""
