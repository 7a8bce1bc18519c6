"""Registering, reading an account, changing its password, and deleting it."""

from attrs import frozen

from application.allowances import Attempt, AttemptCounter, Limits
from application.client_info import ClientInfo
from application.known_networks import KnownNetworks
from application.password_verifier import PasswordVerifier
from application.retry import retry_on_conflict
from domain.accounts.password import Password, PasswordPolicy, WrongPassword
from domain.accounts.session import Session
from domain.accounts.user import Email, EmailTaken, User
from domain.errors import violations_at
from domain.ids import UserId
from domain.ports import Begin, Clock, NewId, PasswordHasher, Work


@frozen(kw_only=True)
class Registration:
    """The command to register an account."""

    email: Email
    password: Password


@frozen(kw_only=True)
class PasswordChange:
    """The command to change a password."""

    current_password: Password
    new_password: Password


@frozen
class Register:
    """Register an account."""

    begin: Begin
    now: Clock
    new_id: NewId
    passwords: PasswordHasher
    password_policy: PasswordPolicy
    attempts: AttemptCounter
    limits: Limits
    known_networks: KnownNetworks

    async def __call__(self, client: ClientInfo, registration: Registration) -> User:
        """Return the new user; raise `InvalidInput`, `EmailTaken` or `TooManyAttempts`."""
        with violations_at("password"):
            self.password_policy.ensure_acceptable(registration.password, email=registration.email)
        await self.attempts.consume(Attempt("register:address", client.network, self.limits.registrations_per_address))
        async with self.begin() as work:
            holder = await work.users.with_email(registration.email)
        if holder:
            raise EmailTaken(email=registration.email)
        password_hash = await self.passwords.hash(registration.password)
        user = await self._add(registration.email, password_hash)
        await self.known_networks.add(user.email, client)
        return user

    @retry_on_conflict
    async def _add(self, email: Email, password_hash: str) -> User:
        user = User(id=UserId(self.new_id()), email=email, password_hash=password_hash, created_at=self.now())
        async with self.begin() as work:
            work.users.add(user)
        return user


@frozen
class ReadAccount:
    """Return the caller's account."""

    begin: Begin

    async def __call__(self, actor: UserId) -> User:
        """Return the user; raise `UserNotFound`."""
        async with self.begin() as work:
            return await work.users.get(actor)


@frozen
class ChangePassword:
    """Change the password and end every other session."""

    begin: Begin
    now: Clock
    passwords: PasswordHasher
    password_policy: PasswordPolicy
    password_verifier: PasswordVerifier

    @retry_on_conflict
    async def __call__(self, session: Session, client: ClientInfo, change: PasswordChange) -> None:
        """Raise `WrongPassword`, `TooManyAttempts` or `InvalidInput`; nothing is changed then."""
        async with self.begin() as work:
            user = await work.users.get(session.user_id)
        with violations_at("new_password"):
            self.password_policy.ensure_acceptable(change.new_password, email=user.email)
        if not await self.password_verifier.verify(user, user.email, change.current_password, client):
            raise WrongPassword
        password_hash = await self.passwords.hash(change.new_password)
        async with self.begin() as work:
            work.users.save(user.with_password(password_hash))
            await self._end_others(session, work)
        await self._end_late_sessions(session)

    @retry_on_conflict
    async def _end_late_sessions(self, session: Session) -> None:
        # A log-in with the old password may have completed after the sessions were read; from now on none can. It looks
        # like a log-in with the new password since then: both end, and a needless log-in is the lesser evil.
        async with self.begin() as work:
            await self._end_others(session, work)

    async def _end_others(self, session: Session, work: Work) -> None:
        at = self.now()
        for other in await work.sessions.of(session.user_id):
            if other.id != session.id and other.ended_at is None:
                work.sessions.save(other.ended(at=at))


@frozen
class DeleteAccount:
    """Delete an account and everything that belongs to it.

    Counted guesses at its password stay for the rest of the window, under a pseudonym: otherwise strangers could see
    that the account was deleted.
    """

    begin: Begin
    password_verifier: PasswordVerifier

    @retry_on_conflict
    async def __call__(self, session: Session, client: ClientInfo, password: Password) -> None:
        """Raise `WrongPassword` or `TooManyAttempts`; nothing is removed then."""
        async with self.begin() as work:
            user = await work.users.get(session.user_id)
        if not await self.password_verifier.verify(user, user.email, password, client):
            raise WrongPassword
        async with self.begin() as work:
            work.users.remove(user)
