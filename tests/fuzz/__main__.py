"""`python -m tests.fuzz [SECONDS]` looks for a long time, with every phase and ever other requests (`make fuzz`)."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.fuzz.campaign import a_server, mistakes_of, search

SECONDS = "600"


def main(seconds: str = SECONDS) -> int:
    """Return 0 if nothing was found; Schemathesis shows how far it is, and how to repeat what it finds."""
    with TemporaryDirectory() as folder, a_server(Path(folder)) as server:
        found = search(server, f"--max-time={seconds}").returncode
        mistakes = mistakes_of(server)
    sys.stdout.writelines(f"{line}\n" for line in mistakes)
    return found or len(mistakes)


sys.exit(main(*sys.argv[1:]))
