"""An embedded PostgreSQL server in a data folder (docs/decisions/0003)."""

from adapters.postgres_server.errors import (
    DidNotStart,
    EmbeddedPostgresError,
    FolderInUse,
    FolderUnusable,
    NotInstalled,
    WrongVersion,
)
from adapters.postgres_server.folder_lock import ensure_unused
from adapters.postgres_server.kept_secret import kept_secret
from adapters.postgres_server.server import EmbeddedPostgres, throwaway

__all__ = [
    "DidNotStart",
    "EmbeddedPostgres",
    "EmbeddedPostgresError",
    "FolderInUse",
    "FolderUnusable",
    "NotInstalled",
    "WrongVersion",
    "ensure_unused",
    "kept_secret",
    "throwaway",
]
