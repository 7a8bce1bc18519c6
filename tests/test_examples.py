"""The examples run as they stand, in a process of their own."""

import subprocess
import sys

from tests.support.repository import ROOT


def test_the_library_example_does_what_it_shows() -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "examples/library.py"],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert (done.stderr, done.stdout.splitlines()) == (
        "",
        ["todo         Write to Charles", "done         Water the plants"],
    )


def test_every_example_is_tried() -> None:
    assert [path.name for path in sorted((ROOT / "examples").glob("*.py"))] == ["library.py"]
