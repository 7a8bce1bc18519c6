"""Backups: a dump by PostgreSQL's programs, with a digest of every table to verify a restore."""

from adapters.postgres_server.backup.dumping import back_up
from adapters.postgres_server.backup.errors import BackupFailed
from adapters.postgres_server.backup.restoring import restore, verify

__all__ = ["BackupFailed", "back_up", "restore", "verify"]
