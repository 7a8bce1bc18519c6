"""`python -m tests.fuzz [SECONDS]` looks for a long time, with every phase and ever other requests (`make fuzz`)."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.fuzz.campaign import a_server, search, unexpected_errors

SECONDS = "600"


def main(seconds: str = SECONDS) -> int:
    """Return 0 if nothing was found; Schemathesis shows how far it is, and how to repeat what it finds."""
    with TemporaryDirectory() as folder, a_server(Path(folder)) as server:
        found = search(server, f"--max-time={seconds}").returncode
        errors = unexpected_errors(server)
    sys.stdout.writelines(f"{line}\n" for line in errors)
    return found or len(errors)


sys.exit(main(*sys.argv[1:]))
