"""Which code was measured."""

import subprocess
from hashlib import sha256
from pathlib import Path

from benchmarks.errors import BenchmarkError


def revision(repository: Path) -> str:
    """Return the commit, followed by a digest of what has been changed since, if anything; empty without git."""
    try:
        commit = _git(repository, "rev-parse", "HEAD").decode().strip()
        changes = _git(repository, "diff", "HEAD")
        for name in _git(repository, "ls-files", "--others", "--exclude-standard", "-z").split(b"\0"):
            if name:
                changes += name + (repository / name.decode()).read_bytes()
    except BenchmarkError:
        return ""
    return f"{commit}+{sha256(changes).hexdigest()[:12]}" if changes else commit


def _git(repository: Path, *arguments: str) -> bytes:
    try:
        done = subprocess.run(["git", *arguments], cwd=repository, capture_output=True, check=False)
    except FileNotFoundError:
        raise BenchmarkError("git is not installed") from None
    if done.returncode:
        raise BenchmarkError(done.stderr.decode(errors="replace").strip())
    return done.stdout
