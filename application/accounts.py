"""Getting an account, looking at it, changing its password, and leaving."""

from attrs import frozen

from application.allowances import Attempt, AttemptCounter, Limits
from application.password_verifier import ClientInfo, PasswordVerifier
from application.retry import retry_on_conflict
from domain.accounts.password import IsCommon, Password, WrongPassword, ensure_acceptable
from domain.accounts.session import Session
from domain.accounts.user import Email, EmailTaken, User
from domain.errors import violations_at
from domain.ids import UserId
from domain.ports import Begin, Clock, NewId, PasswordHasher, Work


@frozen(kw_only=True)
class Registration:
    """Who wants an account."""

    email: Email
    password: Password


@frozen(kw_only=True)
class PasswordChange:
    """The password that is, and the one that shall be."""

    current_password: Password
    new_password: Password


@frozen
class Register:
    """Open an account."""

    begin: Begin
    now: Clock
    new_id: NewId
    passwords: PasswordHasher
    is_common: IsCommon
    meter: AttemptCounter
    limits: Limits

    async def __call__(self, origin: ClientInfo, registration: Registration) -> User:
        """Return the new user; raise `InvalidInput`, `EmailTaken` or `TooManyAttempts`."""
        with violations_at("password"):
            ensure_acceptable(registration.password, email=registration.email, is_common=self.is_common)
        await self.meter.take(Attempt("register:address", origin.address, self.limits.registrations_per_address))
        async with self.begin() as work:
            known = await work.users.with_email(registration.email)
        if known:
            raise EmailTaken(email=registration.email)
        password_hash = await self.passwords.hash(registration.password)
        return await self._add(registration.email, password_hash)

    @retry_on_conflict
    async def _add(self, email: Email, password_hash: str) -> User:
        user = User(id=UserId(self.new_id()), email=email, password_hash=password_hash, created_at=self.now())
        async with self.begin() as work:
            work.users.add(user)
        return user


@frozen
class ReadAccount:
    """Look at one's own account."""

    begin: Begin

    async def __call__(self, actor: UserId) -> User:
        """Return the user; raise `UserNotFound`."""
        async with self.begin() as work:
            return await work.users.get(actor)


@frozen
class ChangePassword:
    """Change one's password, and end every other session."""

    begin: Begin
    now: Clock
    passwords: PasswordHasher
    is_common: IsCommon
    guesses: PasswordVerifier

    @retry_on_conflict
    async def __call__(self, session: Session, origin: ClientInfo, change: PasswordChange) -> None:
        """Raise `WrongPassword`, `TooManyAttempts` or `InvalidInput`; nothing is changed then."""
        async with self.begin() as work:
            user = await work.users.get(session.user_id)
        with violations_at("new_password"):
            ensure_acceptable(change.new_password, email=user.email, is_common=self.is_common)
        if not await self.guesses.right(user, user.email, change.current_password, origin):
            raise WrongPassword
        password_hash = await self.passwords.hash(change.new_password)
        async with self.begin() as work:
            work.users.save(user.with_password(password_hash))
            await self._end_others(session, work)
        await self._end_stragglers(session)

    @retry_on_conflict
    async def _end_stragglers(self, session: Session) -> None:
        # Somebody may have signed in with the old password after the sessions were read; from now on nobody can.
        # Nothing tells such a session from one opened with the new password since: both end, and a needless
        # log-in is the lesser evil.
        async with self.begin() as work:
            await self._end_others(session, work)

    async def _end_others(self, session: Session, work: Work) -> None:
        at = self.now()
        for other in await work.sessions.of(session.user_id):
            if other.id != session.id and other.ended_at is None:
                work.sessions.save(other.ended(at=at))


@frozen
class DeleteAccount:
    """Remove an account and everything that belongs to it.

    What was counted of guesses at it outlives it for the rest of the window: it
    names nobody, and otherwise strangers could see by it that the account is gone.
    """

    begin: Begin
    guesses: PasswordVerifier

    @retry_on_conflict
    async def __call__(self, session: Session, origin: ClientInfo, password: Password) -> None:
        """Raise `WrongPassword` or `TooManyAttempts`; nothing is removed then."""
        async with self.begin() as work:
            user = await work.users.get(session.user_id)
        if not await self.guesses.right(user, user.email, password, origin):
            raise WrongPassword
        async with self.begin() as work:
            work.users.remove(user)
