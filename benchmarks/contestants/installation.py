"""Contestants live in folders of their own below benchmarks/.peers, made from their lock files."""

import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from benchmarks.errors import BenchmarkError


@contextmanager
def installed_once(home: Path, *sources: Path) -> Iterator[bool]:
    """Return whether `home` must be created, because it is missing or from other sources; it is empty then."""
    stamp = home / ".lock-digest"
    digest = sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()
    missing = not (stamp.is_file() and stamp.read_text() == digest)
    if missing:
        print(f"Installing {home.name} into {home.parent} (once) ...", flush=True)
        shutil.rmtree(home, ignore_errors=True)
    yield missing
    stamp.write_text(digest)


@contextmanager
def built_once(home: Path, source: Path) -> Iterator[bool]:
    """Copy the sources of a program that must be compiled, and return whether it must, since they are new."""
    files = sorted(path for path in source.rglob("*") if path.is_file())
    with installed_once(home, *files) as missing:
        if missing:
            shutil.copytree(source, home)
        yield missing


def python_installed_once(home: Path, lock: Path) -> None:
    """Make `home` a virtual environment with exactly what a lock file lists, if it is none yet."""
    with installed_once(home, lock) as missing:
        if missing:
            subprocess.run([sys.executable, "-m", "venv", home], check=True)
            pip = [str(home / "bin" / "python"), "-m", "pip", "--disable-pip-version-check", "--quiet"]
            subprocess.run([*pip, "install", "--no-deps", "--require-hashes", "-r", str(lock)], check=True)
            subprocess.run([*pip, "check"], check=True)


def build(home: Path, *command: str) -> None:
    """Run a build tool in `home`; raise `BenchmarkError` with the end of its output when it fails."""
    done = subprocess.run(
        command, cwd=home, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace", check=False
    )
    if done.returncode:
        output = "\n".join(done.stdout.splitlines()[-30:])
        raise BenchmarkError(f"{' '.join(command[1:])} failed in {home}:\n{output}")


def program(name: str) -> str | None:
    """The path of a program, also where its installer puts it without changing PATH."""
    return shutil.which(name) or shutil.which(name, path=INSTALLED)


INSTALLED = f"{Path.home() / '.cargo' / 'bin'}:/usr/local/go/bin"


def without(programs: Iterable[str], what: str) -> str:
    """Return why a peer cannot run, empty if it can: which programs of what it needs are not installed."""
    missing = [name for name in programs if program(name) is None]
    return f"it needs {what}; not installed: {', '.join(missing)}" if missing else ""
