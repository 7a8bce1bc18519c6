"""Programs that run beside a test, from packages of the system."""

import asyncio
import shutil
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from signal import SIGKILL

from adapters.postgres_server.account import Account
from tests.faults.support.processes import all_gone, descendants, send_signal
from tests.support.waiting import until

ADMINISTRATORS_PATH = "/usr/sbin:/usr/local/sbin"
DEBIAN = Path("/usr/lib/postgresql")


def installed(name: str, package: str) -> Path:
    """Where a program is; raises `FileNotFoundError` that names its package."""
    found = shutil.which(name) or shutil.which(name, path=ADMINISTRATORS_PATH)
    if found is None:
        raise FileNotFoundError(f"{name} is missing: apt-get install {package}")
    return Path(found)


def postgres_programs() -> Path:
    """The newest PostgreSQL of the system; raises `FileNotFoundError`."""
    folders = sorted(DEBIAN.glob("*/bin"), key=lambda folder: int(folder.parent.name))
    if not folders:
        raise FileNotFoundError("PostgreSQL is missing: apt-get install postgresql")
    return folders[-1]


def launched(folder: Path, name: str, program: Path, *arguments: str) -> "subprocess.Popen[bytes]":
    """Start a program as an ordinary user; it writes into a log of its name."""
    account = Account.named()
    account.own(folder)
    with (folder / f"{name}.log").open("ab") as log:
        return subprocess.Popen(  # noqa: S603 - programs of the system
            account.command(program, *arguments, reaching=folder),
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )


async def killed(process: "subprocess.Popen[bytes]", *others: int) -> None:
    """`kill -9` of a program, and of other processes, with everything they have started."""
    everyone = [one for pid in (process.pid, *others) for one in (pid, *descendants(pid))]
    send_signal(everyone, SIGKILL)
    await all_gone(everyone)
    await until(lambda: process.poll() is not None)


@asynccontextmanager
async def running(folder: Path, name: str, program: Path, *arguments: str, port: int) -> AsyncIterator[None]:
    """A program that listens on a port as long as the block runs."""
    process = launched(folder, name, program, *arguments)
    try:
        await until(lambda: _listens(port), within=30)
        yield
    finally:
        await killed(process)


async def _listens(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    writer.close()
    return True
