"""The locks: what they name is all that is installed, and it is installed without asking what else there is by now."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.repository import ROOT


@pytest.mark.parametrize(
    "name", ["Makefile", "README.md", "deploy/Dockerfile", "benchmarks/contestants/installation.py"]
)
def test_a_lock_is_installed_without_being_resolved_again(name: str) -> None:
    """A resolver looks at newer releases first, and then refuses them because the lock has no digest of theirs."""
    text = re.sub(r'[",]', "", (ROOT / name).read_text(encoding="utf-8"))
    ways = re.findall(r"(\S+) --require-hashes", text)

    assert {way for way in ways if not way.endswith("/pip-audit")} == {"--no-deps"}


def test_what_is_installed_here_from_the_lock_needs_nothing_else() -> None:
    done = subprocess.run([sys.executable, "-m", "pip", "check"], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout.strip()) == (0, "No broken requirements found.")


LOCKS = {
    str(path.relative_to(ROOT))
    for path in (*ROOT.glob("requirements*.lock"), *ROOT.glob("[a-z]*/**/requirements*.lock"))
    if not any(part.startswith(".") for part in path.relative_to(ROOT).parts)
}


def audited(folder: Path, program: str) -> tuple[int, str, set[str]]:
    """Run `make audit` with another program for pip-audit; return its exit code, its errors and the locks it names."""
    (folder / "bin").mkdir()
    (folder / "bin/pip-audit").write_text(f"#!/bin/sh\n{program}\n", encoding="utf-8")
    (folder / "bin/pip-audit").chmod(0o700)
    (folder / ".installed").touch()
    done = subprocess.run(  # noqa: S603 - our own Makefile
        ["make", "--no-print-directory", "audit", f"AUDIT={folder}"],  # noqa: S607 - as a developer types it
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stderr, set(re.findall(r"Auditing (\S+) \.\.\.", done.stdout))


def test_every_lock_is_audited(tmp_path: Path) -> None:
    log = tmp_path / "log"

    code, _, named = audited(tmp_path, f'echo "$@" >> {log}')
    given = {line.rpartition("--requirement ")[2] for line in log.read_text(encoding="utf-8").splitlines()}

    assert (code, named, given) == (0, LOCKS, LOCKS)
    assert len(LOCKS) > 1


def test_an_audit_fails_if_only_one_lock_has_a_vulnerability(tmp_path: Path) -> None:
    code, errors, named = audited(tmp_path, 'case "$*" in *-dev.lock) echo "name version id"; exit 1 ;; esac')

    assert (code, named) == (2, LOCKS)
    assert "NOT audited" not in errors


def test_an_audit_that_gets_no_answer_fails_and_says_so(tmp_path: Path) -> None:
    code, errors, _ = audited(tmp_path, "echo no network >&2; exit 1")

    assert code == 2
    assert errors.count("was NOT audited") == len(LOCKS)
