"""Log lines on a terminal."""

import os
import pty
import re
import subprocess
import sys

import pytest

from entrypoints.observability.logging.console import ConsoleLine
from tests.support.logging_process import START, run


def test_an_event_is_a_readable_line_with_an_indented_traceback() -> None:
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


def test_lines_on_a_terminal_are_coloured_unless_no_color_is_set() -> None:
    def on_terminal(**environ: str) -> str:
        inherited = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
        terminal, output = pty.openpty()
        command = [sys.executable, "-c", START + "log.info('hello')"]
        subprocess.run(command, stdout=output, check=True, env=inherited | environ)  # noqa: S603 -- our own program
        shown = os.read(terminal, 1_000).decode()
        os.close(output)
        os.close(terminal)
        return shown

    assert "\x1b[32minfo" in on_terminal()
    assert "\x1b" not in on_terminal(NO_COLOR="1")
    assert on_terminal(FORMAT="json").startswith('{"time"')
    assert " hello (taskapi.test)" in run("log.info('hello')", FORMAT="console")


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_logging_does_not_fail_when_the_reader_has_disappeared(unbuffered: str) -> None:
    environ = os.environ | {"PYTHONUNBUFFERED": unbuffered}
    code = START + "sys.stdin.read(); log.info('lost'); print('alive', file=sys.stderr)"
    pipe = subprocess.PIPE
    command = [sys.executable, "-c", code]
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True, env=environ) as process:  # noqa: S603 -- our own program
        assert process.stdout
        process.stdout.close()
        process.stdout = None
        _, errors = process.communicate("", timeout=60)

    assert errors.startswith("alive")
