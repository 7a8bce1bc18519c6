"""Creating a database cluster, completely or not at all, even when the power fails."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from adapters.postgres_server.account import Account
from adapters.postgres_server.installation import Installation
from adapters.postgres_server.log import ServerLog

ENVIRONMENT = {
    "LC_ALL": "C",
    "TZ": "UTC",
    "PATH": os.defpath,
    **{name: value for name, value in os.environ.items() if name == "LD_LIBRARY_PATH"},
}
"""The environment of the programs: nothing of ours, which contains secrets and settings for other servers."""

LAYOUT = (
    "--username=postgres",
    "--encoding=UTF8",
    # The same collation on every system, independent of its libraries and environment.
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--text-search-config=simple",
    # The socket is in a private folder.
    "--auth-local=trust",
    "--no-instructions",
)


def make_cluster(
    cluster: Path, installation: Installation, owner: Account, log: ServerLog, lock: int, *, safely: bool
) -> None:
    """Create a cluster for an account; raise `DidNotStart`.

    It appears under its name only when it is complete and (if safely) on the disk. The server lock is handed to
    `initdb` as well, so that one which outlives us is waited for.
    """
    folder = cluster.parent
    for unfinished in folder.glob(".making-*"):
        shutil.rmtree(unfinished)
    making = Path(tempfile.mkdtemp(prefix=".making-", dir=folder))
    maker = Account.named()
    maker.own(making)
    layout = (*LAYOUT, "--auth-host=reject") if safely else (*LAYOUT, "--auth-host=trust", "--no-sync")
    initdb = maker.command(installation.initdb, f"--pgdata={making}", *layout, reaching=making)
    finished = subprocess.run(  # noqa: S603 -- a program of our own installation
        initdb,
        env=ENVIRONMENT,
        stdin=subprocess.DEVNULL,
        stdout=log.stream,
        stderr=log.stream,
        pass_fds=(lock,),
        start_new_session=True,
        check=False,
    )
    if finished.returncode != 0:
        raise log.failure()
    owner.own(making)
    making.rename(cluster)
    if safely:
        sync(folder)
        sync(folder.parent)


def sync(folder: Path) -> None:
    """Wait until the names in a folder are on the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
