"""Errors of backup and restore."""

from attrs import define


@define(eq=False)
class BackupFailed(Exception):
    """A line that ends with the remedy, where there is one."""

    reason: str

    def __str__(self) -> str:
        return self.reason
