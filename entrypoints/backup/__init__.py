"""Backups: a dump by PostgreSQL's own programs, with a digest of every table, so that a restore can be proved."""

from entrypoints.backup.dumping import back_up
from entrypoints.backup.errors import BackupFailed
from entrypoints.backup.restoring import restore, verify

__all__ = ["BackupFailed", "back_up", "restore", "verify"]
