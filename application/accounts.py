"""Registering, reading an account, changing its password, and deleting it."""

from attrs import frozen

from application.attempts.allowances import Attempt, AttemptCounter, Limits
from application.attempts.known_networks import KnownNetworks
from application.attempts.password_verifier import PasswordVerifier
from application.client_info import ClientInfo
from application.idempotency import Receipts
from application.retry import retry_on_conflict
from domain.accounts.password import Password, PasswordPolicy, WrongPassword
from domain.accounts.receipt import DONE, IdempotencyKeyReused, RequestKey
from domain.accounts.session import Session
from domain.accounts.user import Email, EmailTaken, User, UserNotFound
from domain.errors import violations_at
from domain.ids import UserId
from domain.ports import Begin, Clock, NewId, PasswordHasher, Work
from domain.ports.change_set import VersionConflict


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
class Registered:
    """A registered account."""

    user: User
    repeated: bool = False
    """Whether an earlier request with the same idempotency key registered it."""


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
    password_verifier: PasswordVerifier
    receipts: Receipts

    async def __call__(
        self, client: ClientInfo, registration: Registration, key: RequestKey | None = None
    ) -> Registered:
        """Return the new user; raise `InvalidInput`, `EmailTaken` or `TooManyAttempts`.

        The right password under the same key gets the same user again; another one raises `IdempotencyKeyReused`.
        """
        with violations_at("password"):
            self.password_policy.ensure_acceptable(registration.password, email=registration.email)
        await self.attempts.consume(Attempt("register:address", client.network, self.limits.registrations_per_address))
        if earlier := await self._earlier(client, registration, key):
            return earlier
        password_hash = await self.passwords.hash(registration.password)
        registered = await self._add(client, registration, password_hash, key)
        await self.known_networks.add(registration.email, client)
        return registered

    async def _earlier(
        self, client: ClientInfo, registration: Registration, key: RequestKey | None
    ) -> Registered | None:
        """Return the account if the same request registered it; raise `EmailTaken` if another one did."""
        async with self.begin() as work:
            holder = await work.users.with_email(registration.email)
            if holder is None:
                return None
            stored = key and (await self.receipts.slot(work, key.of(holder.id))).outcome
        if stored is None:
            raise EmailTaken(email=registration.email)
        if not await self.password_verifier.verify(holder, holder.email, registration.password, client):
            raise IdempotencyKeyReused
        return Registered(holder, repeated=True)

    @retry_on_conflict
    async def _add(
        self, client: ClientInfo, registration: Registration, password_hash: str, key: RequestKey | None
    ) -> Registered:
        if earlier := await self._earlier(client, registration, key):
            return earlier
        user = User(
            id=UserId(self.new_id()), email=registration.email, password_hash=password_hash, created_at=self.now()
        )
        try:
            async with self.begin() as work:
                work.users.add(user)
                if key:
                    self.receipts.empty_slot(key.of(user.id)).fill(work, DONE)
        except EmailTaken:
            raise VersionConflict(entity=user) from None  # by a request that is perhaps the same
        return Registered(user)


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
    """Change the password, end every other session, and revoke every personal access token."""

    begin: Begin
    now: Clock
    passwords: PasswordHasher
    password_policy: PasswordPolicy
    password_verifier: PasswordVerifier
    receipts: Receipts

    @retry_on_conflict
    async def __call__(
        self, session: Session, client: ClientInfo, change: PasswordChange, key: RequestKey | None = None
    ) -> bool:
        """Change it and return False; raise `WrongPassword`, `TooManyAttempts` or `InvalidInput`.

        True if an earlier request under the same key changed it to the same password; `IdempotencyKeyReused` is raised
        if that was another password.
        """
        async with self.begin() as work:
            user = await work.users.get(session.user_id)
            slot = await self.receipts.slot(work, key.of(user.id)) if key else None
        if slot and slot.outcome:
            if not await self.password_verifier.verify(user, user.email, change.new_password, client):
                raise IdempotencyKeyReused
            return True
        with violations_at("new_password"):
            self.password_policy.ensure_acceptable(change.new_password, email=user.email)
        if not await self.password_verifier.verify(user, user.email, change.current_password, client):
            raise WrongPassword
        password_hash = await self.passwords.hash(change.new_password)
        async with self.begin() as work:
            work.users.save(user.with_password(password_hash))
            await self._end_others(session, work)
            if slot:
                slot.fill(work, DONE)
        await self._end_late_sessions(session)
        return False

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
        for token in await work.tokens.of(session.user_id):
            work.tokens.remove(token)


@frozen
class DeleteAccount:
    """Delete an account and everything that belongs to it.

    Counted guesses at its password stay for the rest of the window, under a pseudonym: otherwise strangers could see
    that the account was deleted.
    """

    begin: Begin
    password_verifier: PasswordVerifier

    @retry_on_conflict
    async def __call__(
        self, session: Session, client: ClientInfo, password: Password, key: RequestKey | None = None
    ) -> bool:
        """Delete it and return False; raise `WrongPassword` or `TooManyAttempts`, and nothing is removed.

        True if it is gone already and the request has an idempotency key: a concurrent one deleted it. No receipt is
        stored, because nothing that could identify the account is left.
        """
        try:
            async with self.begin() as work:
                user = await work.users.get(session.user_id)
        except UserNotFound:
            if key is None:
                raise
            return True
        if not await self.password_verifier.verify(user, user.email, password, client):
            raise WrongPassword
        async with self.begin() as work:
            work.users.remove(user)
        return False
