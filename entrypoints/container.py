"""The composition root: chooses the adapters of the API and connects everything."""

from datetime import timedelta
from time import monotonic_ns
from typing import TypeAlias

from dependency_injector import containers, providers

from adapters.memory import MemoryStore
from adapters.postgres import ConnectionSettings, PostgresStore
from adapters.postgres.store import Occupancy
from adapters.security.access_tokens import JwtAccessTokens
from adapters.security.ciphers import StreamCipher
from adapters.security.common_passwords import CommonPasswords
from adapters.security.keys import Key, SigningKeys
from adapters.security.passwords import Argon2Passwords, ObserveHashing
from adapters.security.pseudonyms import KeyedPseudonyms
from adapters.security.refresh_tokens import SealedRefreshTokens
from adapters.security.seals import Seal
from adapters.system.clock import utc_now
from adapters.system.ids import new_id, new_secret
from adapters.system.shared_rate_table import SharedRateTable
from application import (
    AttemptCounter,
    Authenticate,
    AuthenticateToken,
    ChangePassword,
    CountTasks,
    CreateTask,
    CreateToken,
    CreateUser,
    DeleteAccount,
    DeleteTask,
    DeleteUser,
    DisableUser,
    EditTask,
    EnableUser,
    EncryptedReceipts,
    EndAllSessions,
    EndSession,
    ExportAccount,
    FindUser,
    IssueTokens,
    KnownNetworks,
    Limits,
    ListSessions,
    ListTasks,
    ListTokens,
    ListUsers,
    LogIn,
    Once,
    PasswordVerifier,
    ReadAccount,
    ReadTask,
    ReceiptBudget,
    Receipts,
    Register,
    RevokeAllTokens,
    RevokeToken,
    RotateSession,
    RunBatch,
    SetPassword,
)
from application.use_cases import UseCases
from domain.accounts.allowance import Limit
from domain.accounts.password import PasswordPolicy
from domain.ports import Begin, Clock, NewId, NewSecret, RateTable
from entrypoints.background_tasks import BackgroundTask, deriving, sweeping
from entrypoints.observability.store_events import StoreObserver, StoreObservers
from entrypoints.settings import Settings

REGISTRATION_WINDOW = timedelta(hours=1)

Store: TypeAlias = MemoryStore | PostgresStore


def _store(settings: Settings, observer: StoreObserver) -> Store:
    """The database of the settings, or without one a store that lives and dies with the process."""
    if settings.database.url is None:
        return MemoryStore()
    return PostgresStore(ConnectionSettings(url=settings.database.url.secret.revealed), observer=observer)


def _occupancy(store: Store) -> Occupancy:
    return store.occupancy if isinstance(store, PostgresStore) else Occupancy()


def _background_tasks(store: Store, now: Clock) -> list[BackgroundTask]:
    return [sweeping(store.sweep, now), deriving(store.derive)] if isinstance(store, PostgresStore) else []


def _signing_keys(settings: Settings) -> SigningKeys:
    if settings.tokens.signing_keys is None:
        raise ValueError("the signing keys must be known before anything is put together")
    return SigningKeys(tuple(Key(key.kid, key.secret) for key in settings.tokens.signing_keys))


def _password_policy(settings: Settings) -> PasswordPolicy:
    passwords = settings.passwords
    return PasswordPolicy(CommonPasswords(passwords.guesses), passwords.min_length)


def _limits(settings: Settings) -> Limits:
    limits = settings.limits
    return Limits(
        guesses_per_account=Limit(limits.login_guesses_per_account, limits.login_window),
        guesses_per_address=Limit(limits.login_guesses_per_address, limits.login_window),
        registrations_per_address=Limit(limits.registrations_per_address, REGISTRATION_WINDOW),
    )


class Container(containers.DeclarativeContainer):
    """All objects of one process, created on first use; `Container(settings=...)`.

    Any part can be replaced: `Container(settings=..., now=providers.Object(clock))`.
    """

    settings: providers.Dependency[Settings] = providers.Dependency(instance_of=Settings)

    store_observer: providers.Provider[StoreObserver] = providers.Object(StoreObservers())
    observe_hashing: providers.Provider[ObserveHashing | None] = providers.Object(None)

    store = providers.Singleton(_store, settings, store_observer)
    begin: providers.Provider[Begin] = store.provided.begin
    now: providers.Provider[Clock] = providers.Object(utc_now)
    new_id: providers.Provider[NewId] = providers.Object(new_id)
    new_secret: providers.Provider[NewSecret] = providers.Object(new_secret)

    rate_table: providers.Provider[RateTable] = providers.Singleton(SharedRateTable)
    """Private to this process, unless overridden by the one that all workers share."""

    occupancy = providers.Callable(_occupancy, store)
    """How busy the store is just now."""
    background_tasks = providers.Callable(_background_tasks, store, now)
    """What is to run beside the requests, in every process."""

    keys = providers.Singleton(_signing_keys, settings)
    password_policy = providers.Singleton(_password_policy, settings)
    passwords = providers.Singleton(Argon2Passwords, observe=observe_hashing)
    access_tokens = providers.Singleton(JwtAccessTokens, keys, lifetime=settings.provided.tokens.lifetime)
    refresh_tokens = providers.Singleton(SealedRefreshTokens, keys)
    seal = providers.Singleton(Seal, keys)

    limits = providers.Singleton(_limits, settings)
    pseudonyms = providers.Singleton(KeyedPseudonyms, keys)
    attempts = providers.Singleton(AttemptCounter, begin, now, pseudonyms)
    known_networks = providers.Singleton(
        KnownNetworks, begin, now, pseudonyms, settings.provided.tokens.refresh_lifetime
    )
    password_verifier = providers.Singleton(PasswordVerifier, passwords, attempts, limits, known_networks)
    issue_tokens = providers.Singleton(IssueTokens, access_tokens, refresh_tokens)
    receipt_budget = providers.Singleton(
        ReceiptBudget, rate_table, settings.provided.limits.receipt_bytes_per_user, providers.Object(monotonic_ns)
    )
    receipts = providers.Singleton(Receipts, now, receipt_budget)
    encrypted_receipts = providers.Singleton(EncryptedReceipts, receipts, providers.Singleton(StreamCipher, keys))

    create_task = providers.Singleton(CreateTask, begin, now, new_id)
    edit_task = providers.Singleton(EditTask, begin, now)
    delete_task = providers.Singleton(DeleteTask, begin)
    list_sessions = providers.Singleton(ListSessions, begin, now)
    end_all_sessions = providers.Singleton(EndAllSessions, begin, now)
    list_tokens = providers.Singleton(ListTokens, begin, now)
    revoke_all_tokens = providers.Singleton(RevokeAllTokens, begin)

    use_cases = providers.Singleton(
        UseCases,
        register=providers.Singleton(
            Register,
            begin,
            now,
            new_id,
            passwords,
            password_policy,
            attempts,
            limits,
            known_networks,
            password_verifier,
            receipts,
        ),
        log_in=providers.Singleton(
            LogIn,
            begin,
            now,
            new_id,
            new_secret,
            passwords,
            password_verifier,
            issue_tokens,
            encrypted_receipts,
            settings.provided.tokens.refresh_lifetime,
            settings.provided.tokens.sessions_per_account,
        ),
        rotate_session=providers.Singleton(
            RotateSession,
            begin,
            now,
            new_secret,
            refresh_tokens,
            issue_tokens,
            encrypted_receipts,
            settings.provided.tokens.refresh_grace,
        ),
        authenticate=providers.Singleton(Authenticate, begin, now, access_tokens),
        authenticate_token=providers.Singleton(AuthenticateToken, begin, now),
        create_token=providers.Singleton(
            CreateToken,
            begin,
            now,
            new_id,
            new_secret,
            encrypted_receipts,
            settings.provided.tokens.personal_tokens_per_account,
        ),
        list_tokens=list_tokens,
        revoke_token=providers.Singleton(RevokeToken, begin),
        list_sessions=list_sessions,
        end_session=providers.Singleton(EndSession, begin, now),
        end_all_sessions=end_all_sessions,
        change_password=providers.Singleton(
            ChangePassword, begin, now, passwords, password_policy, password_verifier, receipts
        ),
        read_account=providers.Singleton(ReadAccount, begin),
        delete_account=providers.Singleton(DeleteAccount, begin, password_verifier),
        export_account=providers.Singleton(ExportAccount, begin),
        create_task=create_task,
        read_task=providers.Singleton(ReadTask, begin),
        edit_task=edit_task,
        delete_task=delete_task,
        list_tasks=providers.Singleton(ListTasks, begin),
        count_tasks=providers.Singleton(CountTasks, begin),
        run_batch=providers.Singleton(RunBatch, begin, create_task, edit_task, delete_task),
        once=providers.Singleton(Once, begin, receipts),
    )

    find_user = providers.Singleton(FindUser, begin)
    list_users = providers.Singleton(ListUsers, begin)
    create_user = providers.Singleton(CreateUser, begin, now, new_id, passwords, password_policy)
    set_password = providers.Singleton(
        SetPassword, find_user, begin, passwords, password_policy, end_all_sessions, revoke_all_tokens
    )
    delete_user = providers.Singleton(DeleteUser, find_user, begin)
    disable_user = providers.Singleton(DisableUser, find_user, begin, now, end_all_sessions, revoke_all_tokens)
    enable_user = providers.Singleton(EnableUser, find_user, begin)
