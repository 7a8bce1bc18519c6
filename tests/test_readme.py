"""The commands in the README, the tutorial and the guide are run, and must print what the pages say."""

import os
import re
import subprocess
from pathlib import Path

import pytest

from tests.support.repository import ROOT
from tests.support.server import Server

PATTERNS = ("*.md", "docs/**/*.md", "deploy/*.md", "clients/*/*.md")
PAGES = sorted(path for pattern in PATTERNS for path in ROOT.glob(pattern))
END = "--- end of a command ---"


def steps(text: str) -> list[tuple[str, list[str]]]:
    """What is to be typed, each with the lines that are shown below it.

    That is every line that begins with `$ ` in a console block, and every shell block, which is pasted whole.
    """
    found: list[tuple[str, list[str]]] = []
    for kind, block in re.findall(r"^```(console|sh|json|http)\n(.*?)^```", text, re.DOTALL | re.MULTILINE):
        if kind == "sh":
            found.append((block, []))
            continue
        for line in block.splitlines():
            if line.startswith("$ "):
                found.append((line[2:], []))
            else:
                found[-1][1].append(line)
    return found


def walk_in(name: str) -> list[tuple[str, list[str]]]:
    """The steps of a page; of the README those that begin after the service was started."""
    text = (ROOT / name).read_text(encoding="utf-8")
    return steps(text.partition("## First request\n")[2] or text)


def as_shown(line: str) -> re.Pattern[str]:
    """A shown line, in which `…` stands for anything."""
    return re.compile(".*".join(map(re.escape, line.split("…"))))


@pytest.mark.parametrize("name", ["README.md", "docs/tutorial.md", "docs/api.md"])
def test_what_can_be_typed_answers_as_it_says(server: Server, name: str) -> None:
    walk = walk_in(name)
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
    assert len(walk) > 1
    for (command, shown), answered in zip(walk, answers, strict=True):
        assert len(answered) == len(shown), f"{command}\nanswers {answered}"
        for expected, actual in zip(shown, answered, strict=True):
            assert as_shown(expected).fullmatch(actual), f"{command}\nanswers {actual}\nnot {expected}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_everything_a_page_points_to_is_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    linked = {page.parent / target for target in re.findall(r"\]\((?!https?://)([^)#]+)", text)}
    named = {ROOT / target for target in re.findall(r"`((?:tests|docs|deploy|application|domain)/[\w./-]+)`", text)}

    assert sorted(str(path) for path in linked | named if not path.exists()) == []
