"""Why a backup or a restore did not work."""

from attrs import define


@define(eq=False)
class BackupFailed(Exception):
    """A line that ends with the remedy, where there is one."""

    reason: str

    def __str__(self) -> str:
        return self.reason
