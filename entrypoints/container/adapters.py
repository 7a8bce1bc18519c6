"""Chooses the adapters of the API."""

from typing import TypeAlias

from dependency_injector import containers, providers

from adapters.memory import MemoryStore
from adapters.postgres import ConnectionSettings, PostgresStore
from adapters.postgres.store import Occupancy
from adapters.security.access_tokens import JwtAccessTokens
from adapters.security.common_passwords import CommonPasswords
from adapters.security.keys import Key, SigningKeys
from adapters.security.passwords import Argon2Passwords, ObserveHashing
from adapters.security.refresh_tokens import SealedRefreshTokens
from adapters.security.seals import Seal
from adapters.system.clock import utc_now
from adapters.system.ids import new_id, new_secret
from adapters.system.shared_rate_table import SharedRateTable
from application import (
    ChangeFeed,
)
from domain.accounts.password import PasswordPolicy
from domain.ports import Begin, Clock, NewId, NewSecret, RateTable
from entrypoints.background_tasks import BackgroundTask, deriving, following, sweeping
from entrypoints.observability.store_events import StoreObserver, StoreObservers
from entrypoints.settings import Settings

Store: TypeAlias = MemoryStore | PostgresStore


def _store(settings: Settings, observer: StoreObserver, feed: ChangeFeed) -> Store:
    """The database of the settings, or without one a store that lives and dies with the process."""
    if settings.database.url is None:
        return MemoryStore(announce=feed.announce)
    return PostgresStore(
        ConnectionSettings(url=settings.database.url.secret.revealed),
        observer=observer,
        announce=feed.announce,
        changes_kept=settings.limits.changes_kept,
    )


def _feed(settings: Settings) -> ChangeFeed:
    return ChangeFeed(settings.limits.listeners, settings.limits.listeners_per_user)


def _occupancy(store: Store) -> Occupancy:
    return store.occupancy if isinstance(store, PostgresStore) else Occupancy()


def _background_tasks(store: Store, now: Clock, feed: ChangeFeed) -> list[BackgroundTask]:
    if isinstance(store, MemoryStore):
        return []
    return [sweeping(store.sweep, now), deriving(store.derive), following(store.accounts_with_changes, feed)]


def _signing_keys(settings: Settings) -> SigningKeys:
    if settings.tokens.signing_keys is None:
        raise ValueError("the signing keys must be known before anything is put together")
    return SigningKeys(tuple(Key(key.kid, key.secret) for key in settings.tokens.signing_keys))


def _password_policy(settings: Settings) -> PasswordPolicy:
    passwords = settings.passwords
    return PasswordPolicy(CommonPasswords(passwords.guesses), passwords.min_length)


class Adapters(containers.DeclarativeContainer):
    """The adapters of one process."""

    settings: providers.Dependency[Settings] = providers.Dependency(instance_of=Settings)

    store_observer: providers.Provider[StoreObserver] = providers.Object(StoreObservers())
    observe_hashing: providers.Provider[ObserveHashing | None] = providers.Object(None)

    feed = providers.Singleton(_feed, settings)
    store = providers.Singleton(_store, settings, store_observer, feed)
    begin: providers.Provider[Begin] = store.provided.begin
    now: providers.Provider[Clock] = providers.Object(utc_now)
    new_id: providers.Provider[NewId] = providers.Object(new_id)
    new_secret: providers.Provider[NewSecret] = providers.Object(new_secret)

    rate_table: providers.Provider[RateTable] = providers.Singleton(SharedRateTable)
    """Private to this process, unless overridden by the one that all workers share."""

    occupancy = providers.Callable(_occupancy, store)
    """How busy the store is just now."""
    background_tasks = providers.Callable(_background_tasks, store, now, feed)
    """What is to run beside the requests, in every process."""

    keys = providers.Singleton(_signing_keys, settings)
    password_policy = providers.Singleton(_password_policy, settings)
    passwords = providers.Singleton(Argon2Passwords, observe=observe_hashing)
    access_tokens = providers.Singleton(JwtAccessTokens, keys, lifetime=settings.provided.tokens.lifetime)
    refresh_tokens = providers.Singleton(SealedRefreshTokens, keys)
    seal = providers.Singleton(Seal, keys)
