"""What belongs to accounts."""

from attrs import frozen

from adapters.postgres.batching.coalesced_reads import CoalescedReads
from adapters.postgres.sql.key_queries import (
    ALL_USERS,
    ALLOWANCE,
    RECEIPT,
    SESSION,
    SESSIONS_OF_USER,
    TOKEN,
    TOKENS_OF_USER,
    USER,
    USER_WITH_EMAIL,
)
from domain.accounts.allowance import Allowance
from domain.accounts.personal_access_token import PersonalAccessToken, TokenNotFound
from domain.accounts.receipt import IdempotencyKey, Receipt
from domain.accounts.session import Session, SessionNotFound
from domain.accounts.user import Email, User, UserNotFound
from domain.ids import SessionId, TokenId, UserId
from domain.ports.change_set import ChangeRecorder


@frozen
class PostgresUsers(ChangeRecorder[User]):
    """The users."""

    reads: CoalescedReads

    async def get(self, user_id: UserId) -> User:
        """Return the user; raise `UserNotFound`."""
        for user in await self.reads.ask(USER, (user_id,)):
            return user
        raise UserNotFound

    async def with_email(self, email: Email) -> User | None:
        """Return the user with this address, if there is one."""
        return next(iter(await self.reads.ask(USER_WITH_EMAIL, (email,))), None)

    async def all(self) -> tuple[User, ...]:
        """Return all users, oldest first."""
        return await self.reads.ask(ALL_USERS, None)


@frozen
class PostgresSessions(ChangeRecorder[Session]):
    """The sessions."""

    reads: CoalescedReads

    async def get(self, session_id: SessionId, *, owner: UserId) -> Session:
        """Return the session; raise `SessionNotFound`."""
        for session in await self.reads.ask(SESSION, (owner, session_id)):
            return session
        raise SessionNotFound(session_id=session_id)

    async def of(self, owner: UserId) -> tuple[Session, ...]:
        """Return all sessions of a user, newest first."""
        return tuple(await self.reads.ask(SESSIONS_OF_USER, (owner,)))


@frozen
class PostgresTokens(ChangeRecorder[PersonalAccessToken]):
    """The personal access tokens."""

    reads: CoalescedReads

    async def get(self, token_id: TokenId, *, owner: UserId) -> PersonalAccessToken:
        """Return the token; raise `TokenNotFound`."""
        for token in await self.reads.ask(TOKEN, (owner, token_id)):
            return token
        raise TokenNotFound(token_id=token_id)

    async def of(self, owner: UserId) -> tuple[PersonalAccessToken, ...]:
        """Return all tokens of a user, newest first."""
        return tuple(await self.reads.ask(TOKENS_OF_USER, (owner,)))


@frozen
class PostgresReceipts(ChangeRecorder[Receipt]):
    """The receipts."""

    reads: CoalescedReads

    async def find(self, key: IdempotencyKey) -> Receipt | None:
        """Return the receipt for this key, if there is one."""
        return next(iter(await self.reads.ask(RECEIPT, (key.owner, key.route, key.key))), None)


@frozen
class PostgresAllowances(ChangeRecorder[Allowance]):
    """The allowances."""

    reads: CoalescedReads

    async def find(self, subject: str) -> Allowance | None:
        """Return the allowance of a subject, if there is one."""
        return next(iter(await self.reads.ask(ALLOWANCE, (subject,))), None)
