"""A server that another taskapi process runs."""

from pathlib import Path

from adapters.postgres_server.address import Address
from adapters.postgres_server.errors import FolderInUse

PORT, SOCKET_FOLDER, STATE = 3, 4, 7
"""Lines of PostgreSQL's own lock file, from 0."""


def running_in(data_dir: Path, in_use: FolderInUse) -> str:
    """Return the URL of the server that another process runs in a folder; raise `in_use` if it does not answer yet."""
    try:
        lines = (data_dir / "postgres/postmaster.pid").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        raise in_use from None
    if len(lines) <= STATE or lines[STATE].strip() != "ready":
        raise in_use
    return Address(Path(lines[SOCKET_FOLDER]), int(lines[PORT]), tcp=False).url
