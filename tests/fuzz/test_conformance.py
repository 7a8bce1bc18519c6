"""What can be invented in a few seconds; `make fuzz` takes its time."""

import subprocess
from pathlib import Path

from tests.fuzz.campaign import a_server, search, unexpected_errors

# The same requests in every run: a change is judged by what it changed. The coverage phase takes half a minute.
BRIEFLY = ("--phases=examples,fuzzing,stateful", "--max-examples=3", "--seed=1", "--no-color")


def test_every_answer_is_one_that_the_document_describes_and_nobody_sees_what_is_someone_elses(tmp_path: Path) -> None:
    with a_server(tmp_path) as server:
        search_ = search(server, *BRIEFLY, output=subprocess.PIPE)

        assert search_.returncode == 0, search_.stdout
        assert unexpected_errors(server) == []
