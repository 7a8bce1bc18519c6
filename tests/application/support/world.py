"""Every use case on one memory store, with a clock that a test moves and ids that count."""

from typing import Any

from attrs import define, field

from adapters.memory import MemoryStore
from adapters.testing.builders import DAY, HOUR, MINUTE, REFRESH_GRACE, a_task, a_user
from adapters.testing.fakes import (
    CountedIds,
    CountedSecrets,
    PlainAccessTokens,
    PlainCipher,
    PlainRateTable,
    PlainRefreshTokens,
    QuickPasswords,
    SteppableClock,
    pseudonym,
)
from adapters.testing.units import add
from application import (
    AttemptCounter,
    Authenticate,
    AuthenticateToken,
    ChangePassword,
    ClientInfo,
    CreateTask,
    CreateToken,
    CreateUser,
    Credentials,
    DeleteAccount,
    DeleteTask,
    DeleteUser,
    DisableUser,
    EditTask,
    EnableUser,
    EncryptedReceipts,
    EndAllSessions,
    EndSession,
    FindUser,
    IssueTokens,
    KnownNetworks,
    Limits,
    ListTokens,
    LogIn,
    MoveTask,
    Once,
    PasswordVerifier,
    ReceiptBudget,
    Receipts,
    Register,
    RevokeAllTokens,
    RevokeToken,
    RotateSession,
    RunBatch,
    SetPassword,
    TokenPair,
)
from domain.accounts.allowance import Limit
from domain.accounts.password import Password, PasswordPolicy
from domain.accounts.session import Session
from domain.accounts.user import Email, User
from domain.ports import Begin
from domain.ports.stored import Entity
from domain.tasks.task import Task
from tests.application.support.rivals import ContestedStore

ADA = Email("ada@example.com")
BEN = Email("ben@example.com")
PASSWORD = Password("correct horse battery staple")
OTHER_PASSWORD = Password("quite another secret phrase")
WRONG = Password("not the password of anyone")
HOME = ClientInfo(address="192.0.2.1", user_agent="Firefox")
ELSEWHERE = ClientInfo(address="198.51.100.7", user_agent="curl/8.9")
MONTH = 30 * DAY
MAX_SESSIONS = 25
MAX_PERSONAL_TOKENS = 3


@define
class World:
    """All use cases on one store; `begin` belongs to a store into which rivals can be injected."""

    contest: ContestedStore = field(factory=ContestedStore)
    now: SteppableClock = field(factory=SteppableClock)
    new_id: CountedIds = field(factory=CountedIds)
    new_secret: CountedSecrets = field(factory=CountedSecrets)
    passwords: QuickPasswords = field(factory=QuickPasswords)
    access_tokens: PlainAccessTokens = field(factory=PlainAccessTokens)
    refresh_tokens: PlainRefreshTokens = field(factory=PlainRefreshTokens)
    rate_table: PlainRateTable = field(factory=PlainRateTable)
    cipher: PlainCipher = field(factory=PlainCipher)
    limits: Limits = Limits(
        guesses_per_account=Limit(3, 15 * MINUTE),
        guesses_per_address=Limit(5, 15 * MINUTE),
        registrations_per_address=Limit(2, HOUR),
    )

    @property
    def store(self) -> MemoryStore:
        """The store without rivals."""
        return self.contest.store

    @property
    def begin(self) -> Begin:
        return self.contest.begin

    password_policy = PasswordPolicy(lambda password: password == "the most common of all")

    # Tasks

    @property
    def create_task(self) -> CreateTask:
        return CreateTask(self.begin, self.now, self.new_id)

    @property
    def edit_task(self) -> EditTask:
        return EditTask(self.begin, self.now)

    @property
    def move_task(self) -> MoveTask:
        return MoveTask(self.begin, self.now)

    @property
    def delete_task(self) -> DeleteTask:
        return DeleteTask(self.begin, self.now)

    @property
    def run_batch(self) -> RunBatch:
        return RunBatch(self.begin, self.now, self.new_id)

    @property
    def once(self) -> Once:
        return Once(self.begin, self.receipts)

    # Accounts and sessions

    @property
    def attempts(self) -> AttemptCounter:
        return AttemptCounter(self.begin, self.now, pseudonym)

    @property
    def password_verifier(self) -> PasswordVerifier:
        return PasswordVerifier(self.passwords, self.attempts, self.limits, self.known_networks)

    @property
    def known_networks(self) -> KnownNetworks:
        return KnownNetworks(self.begin, self.now, pseudonym, MONTH)

    @property
    def register(self) -> Register:
        return Register(
            self.begin,
            self.now,
            self.new_id,
            self.passwords,
            self.password_policy,
            self.attempts,
            self.limits,
            self.known_networks,
            self.password_verifier,
            self.receipts,
        )

    @property
    def change_password(self) -> ChangePassword:
        return ChangePassword(
            self.begin, self.now, self.passwords, self.password_policy, self.password_verifier, self.receipts
        )

    @property
    def delete_account(self) -> DeleteAccount:
        return DeleteAccount(self.begin, self.password_verifier)

    @property
    def issue(self) -> IssueTokens:
        return IssueTokens(self.access_tokens, self.refresh_tokens)

    @property
    def receipts(self) -> Receipts:
        return Receipts(self.now, ReceiptBudget(self.rate_table, 250_000_000, self.now.nanoseconds))

    @property
    def encrypted_receipts(self) -> EncryptedReceipts:
        return EncryptedReceipts(self.receipts, self.cipher)

    @property
    def log_in(self) -> LogIn:
        return LogIn(
            self.begin,
            self.now,
            self.new_id,
            self.new_secret,
            self.passwords,
            self.password_verifier,
            self.issue,
            self.encrypted_receipts,
            MONTH,
            MAX_SESSIONS,
        )

    @property
    def rotate_session(self) -> RotateSession:
        return RotateSession(
            self.begin,
            self.now,
            self.new_secret,
            self.refresh_tokens,
            self.issue,
            self.encrypted_receipts,
            REFRESH_GRACE,
        )

    @property
    def authenticate(self) -> Authenticate:
        return Authenticate(self.begin, self.now, self.access_tokens)

    @property
    def end_session(self) -> EndSession:
        return EndSession(self.begin, self.now)

    @property
    def end_all_sessions(self) -> EndAllSessions:
        return EndAllSessions(self.begin, self.now)

    @property
    def create_token(self) -> CreateToken:
        return CreateToken(
            self.begin, self.now, self.new_id, self.new_secret, self.encrypted_receipts, MAX_PERSONAL_TOKENS
        )

    @property
    def authenticate_token(self) -> AuthenticateToken:
        return AuthenticateToken(self.begin, self.now)

    @property
    def list_tokens(self) -> ListTokens:
        return ListTokens(self.begin, self.now)

    @property
    def revoke_token(self) -> RevokeToken:
        return RevokeToken(self.begin)

    @property
    def revoke_all_tokens(self) -> RevokeAllTokens:
        return RevokeAllTokens(self.begin)

    # What an operator does

    @property
    def find_user(self) -> FindUser:
        return FindUser(self.begin)

    @property
    def create_user(self) -> CreateUser:
        return CreateUser(self.begin, self.now, self.new_id, self.passwords, self.password_policy)

    @property
    def set_password(self) -> SetPassword:
        return SetPassword(
            self.find_user,
            self.begin,
            self.passwords,
            self.password_policy,
            self.end_all_sessions,
            self.revoke_all_tokens,
        )

    @property
    def delete_user(self) -> DeleteUser:
        return DeleteUser(self.find_user, self.begin)

    @property
    def disable_user(self) -> DisableUser:
        return DisableUser(self.find_user, self.begin, self.now, self.end_all_sessions, self.revoke_all_tokens)

    @property
    def enable_user(self) -> EnableUser:
        return EnableUser(self.find_user, self.begin)

    # What tests begin with

    async def has(self, *entities: Entity) -> None:
        """Put entities into the store, as if they had always been there."""
        await add(self.store.begin, *entities)

    async def has_user(self, email: Email = ADA, **differences: Any) -> User:
        """Let there be a user who signs in with `PASSWORD`."""
        user = a_user(email=email, password_hash=await self.passwords.hash(PASSWORD), **differences)
        await self.has(user)
        return user

    async def has_task(self, owner: User, **differences: Any) -> Task:
        """Let a user have a task."""
        task = a_task(owner=owner.id, **differences)
        await self.has(task)
        return task

    async def signs_in(
        self, email: Email = ADA, password: Password = PASSWORD, *, client: ClientInfo = HOME
    ) -> tuple[Session, TokenPair]:
        """Let somebody sign in."""
        pair = await self.log_in(client, Credentials(email=email, password=password))
        return await self.authenticate(pair.token), pair
