"""The locks: what they name is all that is installed, and it is installed without asking what else there is by now."""

import re
import subprocess
import sys

import pytest

from tests.support.repository import ROOT


@pytest.mark.parametrize(
    "name", ["Makefile", "README.md", "deploy/Dockerfile", "benchmarks/contestants/installation.py"]
)
def test_a_lock_is_installed_without_being_resolved_again(name: str) -> None:
    """A resolver looks at newer releases first, and then refuses them because the lock has no digest of theirs."""
    text = re.sub(r'[",]', "", (ROOT / name).read_text(encoding="utf-8"))
    ways = re.findall(r"(\S+) --require-hashes", text)

    assert set(ways) == {"--no-deps"}


def test_what_is_installed_here_from_the_lock_needs_nothing_else() -> None:
    done = subprocess.run([sys.executable, "-m", "pip", "check"], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout.strip()) == (0, "No broken requirements found.")
