"""The account of the server: PostgreSQL refuses to run as root, so root starts it under another account."""

import os
import pwd
import stat
import sys
import threading
from pathlib import Path
from typing import Self

from attrs import frozen

LAUNCHER = Path(__file__).with_name("exec_as_account.py")
UNUSED_UID = 54320
"""The uid of the server when root starts it: one that no account has, so that no account can read the data."""
CAP_DAC_OVERRIDE = 1 << 1
"""The Linux capability to bypass the permissions of folders."""


@frozen
class Account:
    """An account of this machine."""

    uid: int
    gid: int

    @classmethod
    def present(cls) -> Self:
        """Return the account of this process."""
        return cls(os.geteuid(), os.getegid())

    @classmethod
    def serving(cls, cluster: Path) -> Self:
        """Return the account that serves a data folder: this process's, for root the data's owner or `UNUSED_UID`."""
        if os.geteuid() != 0:
            return cls.present()
        if cluster.exists() and cluster.stat().st_uid != 0:
            return cls(cluster.stat().st_uid, cluster.stat().st_gid)
        return cls(UNUSED_UID, UNUSED_UID)

    @classmethod
    def named(cls) -> Self:
        """Return the account that creates a cluster: `initdb` requires an account with a name."""
        if os.geteuid() != 0:
            return cls.present()
        ordinary = [entry for entry in pwd.getpwall() if entry.pw_uid != 0]
        entry = min(ordinary, key=lambda entry: entry.pw_name not in {"nobody", "postgres"})
        return cls(entry.pw_uid, entry.pw_gid)

    def command(self, program: Path, *arguments: str, reaching: Path) -> list[str]:
        """Return the command that runs a program as this account, with access to a folder even below private ones.

        The program ends with this process, even if this process is killed (Linux, from the main thread).
        """
        # The kernel considers a parent dead when the thread that started the program ends.
        owner = os.getpid() if threading.current_thread() is threading.main_thread() else 0
        closed = os.geteuid() == 0 and not (_open_to_all(program) and _open_to_all(reaching))
        capabilities = CAP_DAC_OVERRIDE if closed and sys.platform == "linux" else 0
        launch = map(str, (LAUNCHER, owner, self.uid, self.gid, capabilities, program))
        return [sys.executable, "-I", "-S", *launch, *arguments]

    def own(self, folder: Path) -> None:
        """Change the owner of a folder and everything in it to this account."""
        if os.geteuid() == 0:
            for path in (folder, *folder.rglob("*")):
                os.chown(path, self.uid, self.gid, follow_symlinks=False)


def _open_to_all(path: Path) -> bool:
    """Return whether every account may pass through all folders above."""
    return all(parent.stat().st_mode & stat.S_IXOTH for parent in path.parents)
