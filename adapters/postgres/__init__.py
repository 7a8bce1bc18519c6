"""The store in PostgreSQL."""

from adapters.postgres.connection.connection import ConnectionSettings
from adapters.postgres.store import PostgresStore

__all__ = ["ConnectionSettings", "PostgresStore"]
