"""Contestants live in folders of their own below benchmarks/.peers, made from their lock files."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path


@contextmanager
def installed_once(home: Path, lock: Path) -> Iterator[bool]:
    """Return whether `home` must be created, because it is missing or from another lock; it is empty then."""
    stamp = home / ".lock-digest"
    digest = sha256(lock.read_bytes()).hexdigest()
    missing = not (stamp.is_file() and stamp.read_text() == digest)
    if missing:
        print(f"Installing {home.name} into {home.parent} (once) ...", flush=True)
        shutil.rmtree(home, ignore_errors=True)
    yield missing
    stamp.write_text(digest)


def python_installed_once(home: Path, lock: Path) -> None:
    """Make `home` a virtual environment with exactly what a lock file lists, if it is none yet."""
    with installed_once(home, lock) as missing:
        if missing:
            subprocess.run([sys.executable, "-m", "venv", home], check=True)
            pip = [str(home / "bin" / "python"), "-m", "pip", "--disable-pip-version-check", "--quiet"]
            subprocess.run([*pip, "install", "--no-deps", "--require-hashes", "-r", str(lock)], check=True)
            subprocess.run([*pip, "check"], check=True)
