"""What the README and the guide say can be typed, is typed here, and must answer as they say."""

import os
import re
import subprocess
from pathlib import Path

import pytest

from tests.system.server import Server

ROOT = Path(__file__).parents[2]
END = "--- end of a command ---"


def steps(text: str) -> list[tuple[str, list[str]]]:
    """Every command that begins with `$ ` in the console blocks, with the lines it shows below it."""
    found: list[tuple[str, list[str]]] = []
    for block in re.findall(r"^```console\n(.*?)^```", text, re.DOTALL | re.MULTILINE):
        for line in block.splitlines():
            if line.startswith("$ "):
                found.append((line[2:], []))
            else:
                found[-1][1].append(line)
    return found


def as_shown(line: str) -> re.Pattern[str]:
    """A shown line, in which `…` stands for anything."""
    return re.compile(".*".join(map(re.escape, line.split("…"))))


@pytest.mark.parametrize("name", ["README.md", "docs/api.md"])
def test_what_can_be_typed_answers_as_it_says(server: Server, name: str) -> None:
    walk = steps((ROOT / name).read_text(encoding="utf-8"))
    script = "\n".join(f"{command}\necho; echo '{END}'" for command, _ in walk)

    done = subprocess.run(
        ["/bin/bash", "-u"],
        input=script,
        env={"PATH": os.environ["PATH"], "API": f"{server.url}/api/v1"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    answers = [
        [line for line in answer.replace("\r", "").splitlines() if line] for answer in done.stdout.split(END)[:-1]
    ]

    assert (len(walk), done.stderr) == (len(answers), "")
    assert len(walk) > 10
    for (command, shown), answered in zip(walk, answers, strict=True):
        assert len(answered) == len(shown), f"{command}\nanswers {answered}"
        for expected, actual in zip(shown, answered, strict=True):
            assert as_shown(expected).fullmatch(actual), f"{command}\nanswers {actual}\nnot {expected}"
