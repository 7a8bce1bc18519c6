"""Logging in, refreshing tokens, and ending sessions with immediate effect."""

from collections.abc import Callable
from datetime import timedelta

from attrs import frozen

from application.attempts.password_verifier import PasswordVerifier
from application.client_info import ClientInfo
from application.retry import retry_on_conflict
from application.tokens import EncryptedReceipts, IssueTokens, TokenPair
from domain.accounts.password import Password, WrongCredentials
from domain.accounts.receipt import RequestKey
from domain.accounts.refresh_token import RefreshToken
from domain.accounts.session import InvalidToken, Session, SessionNotFound
from domain.accounts.user import Email, User, UserNotFound
from domain.changes.provenance import Actor
from domain.ids import SessionId, UserId
from domain.ports import AccessTokens, Begin, Clock, NewId, NewSecret, PasswordHasher, RefreshTokens, Work


@frozen(kw_only=True)
class Credentials:
    """The command to log in."""

    email: Email
    password: Password


@frozen
class LogIn:
    """Open a session with e-mail address and password."""

    begin: Begin
    now: Clock
    new_id: NewId
    new_secret: NewSecret
    passwords: PasswordHasher
    password_verifier: PasswordVerifier
    issue: IssueTokens
    receipts: EncryptedReceipts
    session_lifetime: timedelta
    max_sessions: int
    """Active sessions per account; when there are more, those that were not used for the longest time end."""

    @retry_on_conflict
    async def __call__(self, client: ClientInfo, credentials: Credentials, key: RequestKey | None = None) -> TokenPair:
        """Return the session's tokens; raise `WrongCredentials` or `TooManyAttempts`.

        The right password under the same key gets the tokens of the same session again.
        """
        async with self.begin() as work:
            user = await work.users.with_email(credentials.email)
        verified = await self.password_verifier.verify(user, credentials.email, credentials.password, client)
        if user is None or not verified or user.disabled_at is not None:
            raise WrongCredentials
        rehashed = await self._rehashed(user, credentials.password)
        at = self.now()
        token = RefreshToken(
            user_id=user.id, session_id=SessionId(self.new_id()), generation=1, secret=self.new_secret()
        )
        session = Session.opened(
            token,
            at=at,
            expires_at=at + self.session_lifetime,
            user_agent=client.user_agent,
            address=client.address,
        )
        pair = self.issue(session, token, at=at)
        try:
            async with self.begin() as work:
                slot = await self.receipts.slot(work, key.of(user.id) if key else None)
                if slot.content is not None:
                    return TokenPair.stored(slot.content)
                slot.fill(work, pair.content)
                # The password must not have changed, nor the account been disabled, since it was verified.
                if rehashed is user:
                    work.users.expect(user)
                else:
                    work.users.save(rehashed)
                work.sessions.add(session)
        except UserNotFound:
            raise WrongCredentials from None
        await self._remove_surplus(session)
        return pair

    @retry_on_conflict
    async def _remove_surplus(self, newest: Session) -> None:
        async with self.begin() as work:
            others = [session for session in await work.sessions.of(newest.user_id) if session.id != newest.id]
            active = [session for session in others if session.is_active(newest.created_at)]
            idle_first = sorted(active, key=lambda session: session.last_used_at)
            surplus = idle_first[: max(0, len(active) + 1 - self.max_sessions)]
            for session in others:
                if session in surplus or not session.is_active(newest.created_at):
                    work.sessions.remove(session)

    async def _rehashed(self, user: User, password: Password) -> User:
        if self.passwords.outdated(user.password_hash):
            return user.with_password(await self.passwords.hash(password))
        return user


@frozen
class RotateSession:
    """Exchange a refresh token for a new pair of tokens."""

    begin: Begin
    now: Clock
    new_secret: NewSecret
    refresh_tokens: RefreshTokens
    issue: IssueTokens
    receipts: EncryptedReceipts
    grace: timedelta
    """How long the previous token still gets the same successor."""

    @retry_on_conflict
    async def __call__(self, text: str, key: RequestKey | None = None) -> TokenPair:
        """Return new tokens; raise `InvalidToken`. Presenting a spent token ends its session.

        The same token under the same key gets the same tokens again.
        """
        token = self.refresh_tokens.read(text)
        at = self.now()
        try:
            async with self.begin() as work:
                # In this order: a concurrent request that rotated the session has stored its receipt with it.
                session = await _session_of(token.user_id, token.session_id, work)
                slot = await self.receipts.slot(work, key.of(token.user_id, token.digest) if key else None)
                if slot.content is not None:
                    return TokenPair.stored(slot.content)
                if session is None:
                    raise InvalidToken
                result = session.rotated(token, fresh_secret=self.new_secret(), at=at, grace=self.grace)
                if result.session is not session:
                    work.sessions.save(result.session)
                pair = self.issue(result.session, result.successor, at=at) if result.successor else None
                if pair is not None:
                    slot.fill(work, pair.content)
        except UserNotFound:
            raise InvalidToken from None
        # After the block, so that a session that ended because of a replay stays ended.
        if pair is None:
            raise InvalidToken
        return pair


def admit_all(_: UserId) -> None:
    """Admit every user."""


@frozen
class Authenticate:
    """Return the session of a token, in its present state rather than that at the time of issue."""

    begin: Begin
    now: Clock
    access_tokens: AccessTokens

    async def __call__(self, token: str, admit: Callable[[UserId], object] = admit_all) -> Session:
        """Return the active session of a token; raise `InvalidToken`.

        `admit` is called with the user before the store is read; it may raise, too.
        """
        at = self.now()
        user_id, session_id = self.access_tokens.read(token, at=at)
        admit(user_id)
        async with self.begin() as work:
            session = await _session_of(user_id, session_id, work)
        if session is None or not session.is_active(at):
            raise InvalidToken
        return session

    def identify(self, token: str) -> tuple[UserId, SessionId]:
        """Return the user and session of a token, whether or not they still exist; raise `InvalidToken`."""
        return self.access_tokens.read(token, at=self.now())


@frozen
class ListSessions:
    """List the caller's sessions."""

    begin: Begin
    now: Clock

    async def __call__(self, actor: UserId) -> tuple[Session, ...]:
        """Return the active sessions, newest first."""
        at = self.now()
        async with self.begin() as work:
            sessions = await work.sessions.of(actor)
        return tuple(session for session in sessions if session.is_active(at))


@frozen
class EndSession:
    """End one session; its tokens are invalid from then on, in every process."""

    begin: Begin
    now: Clock

    @retry_on_conflict
    async def __call__(self, actor: Actor, session_id: SessionId) -> None:
        """Raise `SessionNotFound` if the actor has no such active session."""
        async with self.begin() as work:
            await self.within(work, actor, session_id)

    async def within(self, work: Work, actor: Actor, session_id: SessionId) -> None:
        """The same as a part of a larger unit of work."""
        at = self.now()
        session = await work.sessions.get(session_id, owner=actor.user_id)
        if not session.is_active(at):
            raise SessionNotFound(session_id=session_id)
        work.sessions.save(session.ended(at=at))


@frozen
class EndAllSessions:
    """End every session of a user, including that of the request."""

    begin: Begin
    now: Clock

    @retry_on_conflict
    async def __call__(self, actor: Actor) -> int:
        """Return how many were active."""
        async with self.begin() as work:
            return await self.within(work, actor)

    async def within(self, work: Work, actor: Actor) -> int:
        """The same as a part of a larger unit of work."""
        at = self.now()
        active = [session for session in await work.sessions.of(actor.user_id) if session.is_active(at)]
        for session in active:
            work.sessions.save(session.ended(at=at))
        return len(active)


async def _session_of(user_id: UserId, session_id: SessionId, work: Work) -> Session | None:
    try:
        return await work.sessions.get(session_id, owner=user_id)
    except SessionNotFound:
        return None
