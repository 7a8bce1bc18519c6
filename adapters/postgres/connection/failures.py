"""Kinds of errors that the database driver raises."""

import asyncpg

CONNECTION_LOST = (
    OSError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    asyncpg.PostgresConnectionError,
    asyncpg.CannotConnectNowError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.IdleInTransactionSessionTimeoutError,
    asyncpg.TooManyConnectionsError,
    asyncpg.InvalidAuthorizationSpecificationError,
    asyncpg.InvalidCatalogNameError,
)
"""The connection is lost, or none can be opened (`TimeoutError` is an `OSError`)."""

TEMPORARY = (
    asyncpg.QueryCanceledError,
    asyncpg.LockNotAvailableError,
    asyncpg.InsufficientResourcesError,
    asyncpg.ReadOnlySQLTransactionError,
)
"""The connection works, but the database cannot run the statement now."""

BLOCKED = (asyncpg.DeadlockDetectedError, asyncpg.SerializationError)
"""Another transaction was in the way, and this one was rolled back."""
