"""A copy of PostgreSQL's programs for root, whose own may be below a folder that other accounts cannot enter.

PostgreSQL runs under another account, and its programs find each other with access(2), which ignores capabilities.
"""

import os
import shutil
import stat
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from attrs import evolve

from adapters.postgres_server.errors import ProgramsUnreachable
from adapters.postgres_server.installation import Installation

PLACES = (Path("/var/lib/taskapi"), Path("/var/tmp/taskapi"))  # noqa: S108 - only used if root alone can write to it
"""The folders for copies; the first that root can create or owns is used."""
WRITABLE_BY_OTHERS = stat.S_IWGRP | stat.S_IWOTH


def executable_by_all(installation: Installation, places: Iterable[Path] = PLACES) -> Installation:
    """Return the installation, or a verified copy if this is root and the programs are closed to other accounts.

    The copy is made once (about 40 MB), under a name that contains its digest. Raises `ProgramsUnreachable`.
    """
    if os.geteuid() != 0:
        return installation
    site, folders = _folders(installation)
    if _is_reachable(installation.programs) and all(map(_is_open, _files(site, folders))):
        return installation
    digest = _digest(site, folders)
    for place in places:
        if _is_ours(place):
            copy = place / f"postgres-{installation.major}-{digest[:16]}"
            if not copy.is_dir() or _digest(copy, folders) != digest:
                _copy(site, folders, copy)
            return evolve(installation, programs=copy / installation.programs.relative_to(site))
    raise ProgramsUnreachable(installation.programs, tuple(places))


def _folders(installation: Installation) -> tuple[Path, tuple[Path, ...]]:
    """Return the folder that contains the package, and the folders in it that the programs need, relative to it."""
    package = installation.programs.parents[1]
    parts = (installation.programs.parent / part for part in ("bin", "lib", "share"))
    libraries = package.with_name(f"{package.name}.libs")  # where wheels keep the libraries that they bundle
    return package.parent, tuple(path.relative_to(package.parent) for path in (*parts, libraries) if path.is_dir())


def _files(root: Path, folders: Iterable[Path]) -> Iterator[Path]:
    """Yield all files and folders of the programs, in a fixed order."""
    for folder in folders:
        yield from sorted((root / folder).rglob("*"))


def _is_reachable(folder: Path) -> bool:
    """Return whether every account may enter a folder and all folders above it."""
    folder = folder.resolve()  # a link may lead below a closed folder
    return all(path.stat().st_mode & stat.S_IXOTH for path in (folder, *folder.parents))


def _is_open(path: Path) -> bool:
    """Return whether every account may use a file as its owner does: read it, and execute or enter it."""
    if path.is_symlink() and not _is_reachable(path.resolve().parent):
        return False
    mode = path.stat().st_mode
    return bool(mode & stat.S_IROTH) and (not mode & stat.S_IXUSR or bool(mode & stat.S_IXOTH))


def _is_ours(place: Path) -> bool:
    """Create a place if needed; return whether all accounts can enter it and only root can write to it."""
    try:
        with suppress(FileExistsError):
            place.mkdir()
            place.chmod(0o755)
        status = place.lstat()
    except OSError:
        return False
    private = status.st_uid == 0 and not status.st_mode & WRITABLE_BY_OTHERS
    return stat.S_ISDIR(status.st_mode) and private and _is_reachable(place)


def _copy(source: Path, folders: Iterable[Path], copy: Path) -> None:
    """Copy the programs, readable by all; the copy appears under its name only when it is complete."""
    with tempfile.TemporaryDirectory(prefix=".copying-", dir=copy.parent) as folder:
        unfinished = Path(folder) / "new"
        for path in folders:
            shutil.copytree(source / path, unfinished / path)  # follows links, which may lead elsewhere
        for path in (unfinished, *unfinished.rglob("*")):
            if not path.is_symlink():
                path.chmod(0o755 if path.is_dir() or path.stat().st_mode & stat.S_IXUSR else 0o644)
        if copy.is_dir():  # its digest is wrong
            copy.rename(Path(folder) / "replaced")
        try:
            unfinished.rename(copy)
        except OSError:
            if not copy.is_dir():  # otherwise another process was faster
                raise


def _digest(root: Path, folders: Iterable[Path]) -> str:
    """Return the SHA-256 of the names and contents of all files of the programs."""
    digest = sha256()
    for path in _files(root, folders):
        digest.update(f"{path.relative_to(root)}\0".encode())
        if path.is_file():
            digest.update(path.read_bytes())
    return digest.hexdigest()
