"""Administration of accounts by an operator."""

from attrs import frozen

from application.personal_access_tokens import RevokeAllTokens
from application.retry import retry_on_conflict
from application.sessions import EndAllSessions
from domain.accounts.password import Password, PasswordPolicy
from domain.accounts.user import Email, User, UserNotFound
from domain.changes.provenance import Actor
from domain.errors import violations_at
from domain.ids import UserId
from domain.ports import Begin, Clock, NewId, PasswordHasher
from domain.tasks.filter import EVERYTHING


@frozen
class FindUser:
    """Find an account by its e-mail address."""

    begin: Begin

    async def __call__(self, email: Email) -> User:
        """Return the user; raise `UserNotFound`."""
        async with self.begin() as work:
            user = await work.users.with_email(email)
        if user is None:
            raise UserNotFound
        return user


@frozen
class ListUsers:
    """List all accounts."""

    begin: Begin

    async def __call__(self) -> tuple[User, ...]:
        """Return all users, oldest first."""
        async with self.begin() as work:
            return await work.users.all()


@frozen
class CreateUser:
    """Create an account."""

    begin: Begin
    now: Clock
    new_id: NewId
    passwords: PasswordHasher
    password_policy: PasswordPolicy

    @retry_on_conflict
    async def __call__(self, email: Email, password: Password) -> User:
        """Return the new user; raise `InvalidInput` or `EmailTaken`."""
        with violations_at("password"):
            self.password_policy.ensure_acceptable(password, email=email)
        user = User(
            id=UserId(self.new_id()),
            email=email,
            password_hash=await self.passwords.hash(password),
            created_at=self.now(),
        )
        async with self.begin() as work:
            work.users.add(user)
        return user


@frozen
class SetPassword:
    """Give an account another password, end all its sessions and revoke its personal access tokens."""

    find: FindUser
    begin: Begin
    passwords: PasswordHasher
    password_policy: PasswordPolicy
    end_all: EndAllSessions
    revoke_all: RevokeAllTokens

    @retry_on_conflict
    async def __call__(self, email: Email, password: Password) -> int:
        """Return how many sessions were ended; raise `UserNotFound` or `InvalidInput`."""
        user = await self.find(email)
        with violations_at("password"):
            self.password_policy.ensure_acceptable(password, email=email)
        changed = user.with_password(await self.passwords.hash(password))
        async with self.begin() as work:
            work.users.save(changed)
        await self.revoke_all(user.id)
        return await self.end_all(Actor(user.id))


@frozen
class DeleteUser:
    """Delete an account and everything that belongs to it."""

    find: FindUser
    begin: Begin

    @retry_on_conflict
    async def __call__(self, email: Email) -> int:
        """Return how many tasks were deleted; raise `UserNotFound`."""
        user = await self.find(email)
        async with self.begin() as work:
            tasks = await work.tasks.count(EVERYTHING, owner=user.id)
            work.users.remove(user)
        return tasks


@frozen
class DisableUser:
    """Disable an account, end all its sessions and revoke its personal access tokens."""

    find: FindUser
    begin: Begin
    now: Clock
    end_all: EndAllSessions
    revoke_all: RevokeAllTokens

    @retry_on_conflict
    async def __call__(self, email: Email) -> int:
        """Return how many sessions were ended; raise `UserNotFound`."""
        user = await self.find(email)
        async with self.begin() as work:
            work.users.save(user.disabled(at=self.now()))
        await self.revoke_all(user.id)
        return await self.end_all(Actor(user.id))


@frozen
class EnableUser:
    """Enable an account again."""

    find: FindUser
    begin: Begin

    @retry_on_conflict
    async def __call__(self, email: Email) -> None:
        """Raise `UserNotFound`."""
        user = await self.find(email)
        async with self.begin() as work:
            work.users.save(user.enabled())
