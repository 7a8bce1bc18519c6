"""What belongs to accounts, in memory."""

from attrs import frozen

from adapters.memory.repositories.store import Store
from domain.accounts.allowance import Allowance
from domain.accounts.personal_access_token import PersonalAccessToken, TokenNotFound
from domain.accounts.receipt import IdempotencyKey, Receipt
from domain.accounts.session import Session, SessionNotFound
from domain.accounts.user import Email, User, UserNotFound
from domain.ids import SessionId, TokenId, UserId
from domain.ports.change_set import ChangeRecorder


@frozen
class MemoryUsers(ChangeRecorder[User]):
    """The users."""

    store: Store

    async def get(self, user_id: UserId) -> User:
        """Return the user; raise `UserNotFound`."""
        if user := self.store.find(User, user_id):
            return user
        raise UserNotFound

    async def with_email(self, email: Email) -> User | None:
        """Return the user with this address, if there is one."""
        return self.store.with_unique(User, "email", email)

    async def all(self) -> tuple[User, ...]:
        """Return all users, oldest first."""
        return tuple(sorted(self.store.all_of(User), key=lambda user: (user.created_at, user.id)))


@frozen
class MemorySessions(ChangeRecorder[Session]):
    """The sessions."""

    store: Store

    async def get(self, session_id: SessionId, *, owner: UserId) -> Session:
        """Return the session; raise `SessionNotFound`."""
        if session := self.store.find(Session, owner, session_id):
            return session
        raise SessionNotFound(session_id=session_id)

    async def of(self, owner: UserId) -> tuple[Session, ...]:
        """Return all sessions of a user, newest first."""
        own = self.store.all_owned(Session, owner)
        return tuple(sorted(own, key=lambda session: (session.created_at, session.id), reverse=True))


@frozen
class MemoryTokens(ChangeRecorder[PersonalAccessToken]):
    """The personal access tokens."""

    store: Store

    async def get(self, token_id: TokenId, *, owner: UserId) -> PersonalAccessToken:
        """Return the token; raise `TokenNotFound`."""
        if token := self.store.find(PersonalAccessToken, owner, token_id):
            return token
        raise TokenNotFound(token_id=token_id)

    async def of(self, owner: UserId) -> tuple[PersonalAccessToken, ...]:
        """Return all tokens of a user, newest first."""
        own = self.store.all_owned(PersonalAccessToken, owner)
        return tuple(sorted(own, key=lambda token: (token.created_at, token.id), reverse=True))


@frozen
class MemoryReceipts(ChangeRecorder[Receipt]):
    """The receipts."""

    store: Store

    async def find(self, key: IdempotencyKey) -> Receipt | None:
        """Return the receipt for this key, if there is one."""
        return self.store.find(Receipt, key.owner, key.route, key.key)


@frozen
class MemoryAllowances(ChangeRecorder[Allowance]):
    """The allowances."""

    store: Store

    async def find(self, subject: str) -> Allowance | None:
        """Return the allowance of a subject, if there is one."""
        return self.store.find(Allowance, subject)
