"""Whom the server runs as. PostgreSQL refuses to run as root, and so do we, without changing anything for others."""

import os
import pwd
import stat
import sys
import threading
from pathlib import Path
from typing import Self

from attrs import frozen

BECOME = Path(__file__).with_name("exec_as_account.py")
NAMELESS = 54320
"""Where root starts the server, it becomes this uid: one that nobody else has, so that nobody else gets at the data."""
CAP_DAC_OVERRIDE = 1 << 1
"""Linux: pass closed folders."""


@frozen
class Account:
    """An ordinary user of this machine."""

    uid: int
    gid: int

    @classmethod
    def present(cls) -> Self:
        """Who we are."""
        return cls(os.geteuid(), os.getegid())

    @classmethod
    def serving(cls, cluster: Path) -> Self:
        """Who may serve these data: we ourselves, unless we are root; then their owner, or nobody in particular."""
        if os.geteuid() != 0:
            return cls.present()
        if cluster.exists() and cluster.stat().st_uid != 0:
            return cls(cluster.stat().st_uid, cluster.stat().st_gid)
        return cls(NAMELESS, NAMELESS)

    @classmethod
    def named(cls) -> Self:
        """Who may make a cluster: `initdb` insists on an account that has a name."""
        if os.geteuid() != 0:
            return cls.present()
        ordinary = [entry for entry in pwd.getpwall() if entry.pw_uid != 0]
        entry = min(ordinary, key=lambda entry: entry.pw_name not in {"nobody", "postgres"})
        return cls(entry.pw_uid, entry.pw_gid)

    def command(self, program: Path, *arguments: str, reaching: Path) -> list[str]:
        """How to run a program as this account, reaching a folder even below closed ones (as root, on Linux).

        The program ends when we die, even if we are killed (Linux, when run from the main thread).
        """
        # The kernel takes the end of the thread that started a program for the death of its owner.
        owner = os.getpid() if threading.current_thread() is threading.main_thread() else 0
        closed = os.geteuid() == 0 and not (_open_to_all(program) and _open_to_all(reaching))
        capabilities = CAP_DAC_OVERRIDE if closed and sys.platform == "linux" else 0
        become = map(str, (BECOME, owner, self.uid, self.gid, capabilities, program))
        return [sys.executable, "-I", "-S", *become, *arguments]

    def own(self, folder: Path) -> None:
        """Hand over a folder and all that is in it."""
        if os.geteuid() == 0:
            for path in (folder, *folder.rglob("*")):
                os.chown(path, self.uid, self.gid, follow_symlinks=False)


def _open_to_all(path: Path) -> bool:
    """Whether every folder above lets everybody pass."""
    return all(parent.stat().st_mode & stat.S_IXOTH for parent in path.parents)
