"""Errors of backup and restore."""

from attrs import define


@define(eq=False)
class BackupFailed(Exception):
    """A backup or a restore failed; the message is one line, with the remedy if there is one."""

    reason: str

    def __str__(self) -> str:
        return self.reason
