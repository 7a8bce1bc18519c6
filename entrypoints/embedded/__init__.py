"""PostgreSQL with nothing installed: a server of our own that lives in a data folder (why so: docs/decisions/0003)."""

from entrypoints.embedded.errors import (
    DidNotStart,
    EmbeddedPostgresError,
    FolderInUse,
    FolderUnusable,
    NotInstalled,
    WrongVersion,
)
from entrypoints.embedded.kept_secret import kept_secret
from entrypoints.embedded.server import EmbeddedPostgres, throwaway

__all__ = [
    "DidNotStart",
    "EmbeddedPostgres",
    "EmbeddedPostgresError",
    "FolderInUse",
    "FolderUnusable",
    "NotInstalled",
    "WrongVersion",
    "kept_secret",
    "throwaway",
]
