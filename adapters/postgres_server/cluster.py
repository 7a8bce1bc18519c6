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
"""The environment of the programs: not inherited, since it may contain secrets and settings for other servers."""

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


def create_cluster(
    cluster: Path, installation: Installation, owner: Account, log: ServerLog, lock: int, *, durable: bool
) -> None:
    """Create a cluster for an account; raise `DidNotStart`.

    It appears under its name only when it is complete and, if durable, on disk. `initdb` inherits the server lock, so
    that the next start waits for one that outlives this process.
    """
    folder = cluster.parent
    for abandoned in folder.glob(".making-*"):
        shutil.rmtree(abandoned)
    unfinished = Path(tempfile.mkdtemp(prefix=".making-", dir=folder))
    creator = Account.named()
    creator.own(unfinished)
    layout = (*LAYOUT, "--auth-host=reject") if durable else (*LAYOUT, "--auth-host=trust", "--no-sync")
    initdb = creator.command(installation.initdb, f"--pgdata={unfinished}", *layout, reaching=unfinished)
    finished = subprocess.run(  # noqa: S603 -- a bundled program
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
    owner.own(unfinished)
    unfinished.rename(cluster)
    if durable:
        sync(folder)
        sync(folder.parent)


def sync(folder: Path) -> None:
    """Flush the directory entries of a folder to disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
