"""The caller of an operation: anonymous or authenticated."""

from collections.abc import Awaitable, Callable, Container, Sequence
from typing import Protocol, TypeAlias, TypeVar, TypeVarTuple

from attrs import frozen
from litestar.di import NamedDependency
from litestar.params import SkipValidation

from application import Batch, ClientInfo, IdempotentResult
from application.idempotency import NumberedOutcome
from application.use_cases import UseCases
from domain.accounts.personal_access_token import InsufficientScope, PersonalAccessToken
from domain.accounts.receipt import IdempotencyKey, Outcome, RequestKey
from domain.accounts.session import Session
from domain.changes.provenance import Actor
from domain.changes.recorded_change import RecordedChange
from domain.ids import UserId
from domain.ports import Work
from domain.tasks.task import NewTask
from entrypoints.http.dispatch.authentication import authenticate
from entrypoints.http.requests.client_info import TrustedProxies
from entrypoints.http.requests.credentials import token_in
from entrypoints.http.requests.errors import PreconditionRequired
from entrypoints.http.requests.etags import EVERY, NONE, ChangeableVersions, versions_known, versions_matched
from entrypoints.http.requests.exchange import Exchange
from entrypoints.http.requests.parsing.cursors import Cursors, Seal, SnapshotCursors
from entrypoints.http.requests.parsing.projects.cursors import ProjectCursors
from entrypoints.http.requests.preferences import prefers_dry_run
from entrypoints.http.responses.change_responses import dry_run_response
from entrypoints.http.responses.event_stream import Hold
from entrypoints.http.responses.idempotency import (
    idempotency_key,
    outcome_of,
    replayed_response,
    request_key,
)
from entrypoints.http.responses.response import Response, nothing_response

C = TypeVarTuple("C")
R_co = TypeVar("R_co", covariant=True)
R = TypeVar("R")


class Repeatable(Protocol[*C, R_co]):
    """A use case that can run within a larger unit of work."""

    def __call__(self, actor: Actor, /, *command: *C) -> Awaitable[R_co]: ...
    def within(self, work: Work, actor: Actor, /, *command: *C) -> Awaitable[R_co]: ...


class Recording(Protocol[*C]):
    """A use case that can run within a larger unit of work, and whose result are the changes that it makes."""

    def __call__(self, actor: Actor, /, *command: *C) -> Awaitable[Sequence[RecordedChange]]: ...
    def within(self, work: Work, actor: Actor, /, *command: *C) -> Awaitable[None]: ...


RespondWithChanges: TypeAlias = Callable[[Sequence[RecordedChange]], Response]


@frozen
class AnonymousCaller:
    """An anonymous caller."""

    use_cases: UseCases
    exchange: Exchange
    proxies: TrustedProxies

    @property
    def client(self) -> ClientInfo:
        """The client of the request."""
        return self.proxies.client_info_of(self.exchange)

    @property
    def key(self) -> RequestKey | None:
        """The idempotency key, for use cases that store their receipts themselves; raise `BadRequest`."""
        return request_key(self.exchange)


@frozen
class Caller:
    """An authenticated caller."""

    use_cases: UseCases
    exchange: Exchange
    proxies: TrustedProxies
    credential: Session | PersonalAccessToken
    """What the token of the request stands for."""
    seal: Seal
    require_if_match: bool

    @property
    def client(self) -> ClientInfo:
        """The client of the request."""
        return self.proxies.client_info_of(self.exchange)

    @property
    def key(self) -> RequestKey | None:
        """The idempotency key, for use cases that store their receipts themselves; raise `BadRequest`."""
        return request_key(self.exchange)

    @property
    def id(self) -> UserId:
        """The user."""
        return self.credential.user_id

    @property
    def actor(self) -> Actor:
        """Who makes the changes of the request."""
        credential = self.credential
        if isinstance(credential, Session):
            return Actor(credential.user_id, session_id=credential.id, request_id=self.exchange.id)
        return Actor(credential.user_id, token_id=credential.id, request_id=self.exchange.id)

    async def ensure_admitted(self) -> None:
        """Raise `InvalidToken` if the session or token of the request has ended meanwhile."""
        await authenticate(self.use_cases, token_in(self.exchange.headers.get(b"authorization")))

    @property
    def session(self) -> Session:
        """The session of the request; raise `InsufficientScope` if it has a personal access token instead."""
        if isinstance(self.credential, Session):
            return self.credential
        raise InsufficientScope(None)

    def if_match(self) -> Container[int]:
        """Return the versions that If-Match names, all versions without it; raise `BadRequest`."""
        sent = self.exchange.headers.get(b"if-match")
        return EVERY if sent is None else versions_matched(sent)

    def if_none_match(self) -> Container[int]:
        """Return the versions that If-None-Match names, no version without it; raise `BadRequest`."""
        sent = self.exchange.headers.get(b"if-none-match")
        return NONE if sent is None else versions_known(sent)

    def changeable_versions(self) -> Container[int]:
        """The versions that the request may change; raise `PreconditionRequired` or `BadRequest`."""
        if self.require_if_match and b"if-match" not in self.exchange.headers:
            raise PreconditionRequired
        return ChangeableVersions(self.if_match(), self.if_none_match())

    def ensure_versions(self, batch: Batch) -> None:
        """Raise `PreconditionRequired` if an edit or deletion of a batch lacks a required version."""
        if self.require_if_match and any(
            not isinstance(operation, NewTask) and operation.if_version is None for operation in batch.operations
        ):
            raise PreconditionRequired

    async def once(self, respond: Callable[[R], Response], use_case: Repeatable[*C, R], *command: *C) -> Response:
        """Run a use case, once per Idempotency-Key, and return its response."""
        return await self._once(idempotency_key(self.exchange, self.id), respond, use_case, *command)

    async def end(self, use_case: Repeatable[*C, object], *command: *C) -> Response:
        """Run a use case that may end this session, once per Idempotency-Key in this session."""
        return await self._once(
            idempotency_key(self.exchange, self.id, self.credential.id), nothing_response, use_case, *command
        )

    async def once_numbered(self, respond: RespondWithChanges, use_case: Recording[*C], *command: *C) -> Response:
        """Run a use case, once per Idempotency-Key, whose response consists of the changes that it made."""

        async def run(work: Work) -> RespondWithChanges:
            await use_case.within(work, self.actor, *command)
            return respond

        key = idempotency_key(self.exchange, self.id)
        if prefers_dry_run(self.exchange.headers):
            return await self._dry_run(key, run)
        return respond(await use_case(self.actor, *command)) if key is None else await self._run_once(key, run)

    async def _once(
        self,
        key: IdempotencyKey | None,
        respond: Callable[[R], Response],
        use_case: Repeatable[*C, R],
        *command: *C,
    ) -> Response:
        async def run(work: Work) -> Response:
            return respond(await use_case.within(work, self.actor, *command))

        if prefers_dry_run(self.exchange.headers):
            return await self._dry_run(key, run)
        return respond(await use_case(self.actor, *command)) if key is None else await self._run_once(key, run)

    async def _run_once(
        self, key: IdempotencyKey, run: Callable[[Work], Awaitable[Response | RespondWithChanges]]
    ) -> Response:
        async def outcome(work: Work) -> Outcome | NumberedOutcome:
            response = await run(work)
            if isinstance(response, Response):
                return outcome_of(response)
            return lambda changes: outcome_of(response(changes))

        return replayed_response(await self.use_cases.once(key, outcome))

    async def _dry_run(
        self, key: IdempotencyKey | None, run: Callable[[Work], Awaitable[Response | RespondWithChanges]]
    ) -> Response:
        """Return what the request would be answered; nothing is kept, and the idempotency key can still be used."""
        stored = None if key is None else await self.use_cases.once.stored(key)
        if stored is not None:
            return dry_run_response(replayed_response(IdempotentResult(stored, replayed=True)), ())
        response, changes = await self.use_cases.dry_run(self.id, run)
        return dry_run_response(response if isinstance(response, Response) else response(changes), changes)

    @property
    def snapshot_cursors(self) -> SnapshotCursors:
        """The cursors for pages of the caller's snapshots."""
        return SnapshotCursors(self.seal, self.id)

    @property
    def project_cursors(self) -> ProjectCursors:
        """The cursors for pages of the caller's projects."""
        return ProjectCursors(self.seal, self.id)

    @property
    def cursors(self) -> Cursors:
        """The cursors for pages of the caller's lists."""
        return Cursors(self.seal, self.id)


Anonymous: TypeAlias = NamedDependency[SkipValidation[AnonymousCaller]]
"""The parameter `anonymous` of handlers of public operations."""
Authenticated: TypeAlias = NamedDependency[SkipValidation[Caller]]
"""The parameter `caller` of handlers of protected operations."""
Held: TypeAlias = NamedDependency[SkipValidation[Hold]]
"""The parameter `held` of handlers that wait."""
