"""Log lines for people at a terminal."""

import os
import pty
import re
import subprocess
import sys

import pytest

from entrypoints.observability.logging.console import ConsoleLine
from tests.support.logging_process import START, run


def test_people_get_a_line_they_can_read_and_an_indented_traceback() -> None:
    event = {
        "event": 'said "hi"\n',
        "level": "error",
        "logger": "x",
        "path": "/a",
        "words": "a b",
        "exception": "T\n  E",
    }
    line = ConsoleLine(coloured=False)(None, "error", event).decode()

    assert re.sub(r"^[\d:.]{12}", "TIME", line) == 'TIME error    said "hi"\\n path=/a words="a b" (x)\n    T\n      E'


def test_on_a_terminal_people_are_served_in_colour_unless_they_mind() -> None:
    def on_terminal(**environ: str) -> str:
        ours = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
        ours_end, theirs = pty.openpty()
        command = [sys.executable, "-c", START + "log.info('hello')"]
        subprocess.run(command, stdout=theirs, check=True, env=ours | environ)  # noqa: S603 -- ourselves
        shown = os.read(ours_end, 1_000).decode()
        os.close(theirs)
        os.close(ours_end)
        return shown

    assert "\x1b[32minfo" in on_terminal()
    assert "\x1b" not in on_terminal(NO_COLOR="1")
    assert on_terminal(FORMAT="json").startswith('{"time"')
    assert " hello (taskapi.test)" in run("log.info('hello')", FORMAT="console")


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_nobody_fails_because_nobody_listens(unbuffered: str) -> None:
    environ = os.environ | {"PYTHONUNBUFFERED": unbuffered}
    code = START + "sys.stdin.read(); log.info('lost'); print('alive', file=sys.stderr)"
    pipe = subprocess.PIPE
    command = [sys.executable, "-c", code]
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True, env=environ) as process:  # noqa: S603 -- ourselves
        assert process.stdout
        process.stdout.close()
        process.stdout = None
        _, told_elsewhere = process.communicate("", timeout=10)

    assert told_elsewhere.startswith("alive")
