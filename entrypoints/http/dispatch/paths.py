"""Path templates, and the one way to write a path."""

import re

from litestar.types import HTTPScope

from entrypoints.http.requests.errors import NoSuchPath


def names_in(path: str) -> list[str]:
    """The names of the ids in a path template."""
    return re.findall(r"{(\w+)}", path)


def ensure_canonical_path(scope: HTTPScope) -> None:
    """Raise `NoSuchPath` for a path that is not in canonical form, so that nothing has two addresses.

    Our paths need no percent-encoding and end without a slash.
    """
    path = scope["path"]
    if b"%" in scope["raw_path"] or "//" in path or (path.endswith("/") and path != "/"):
        raise NoSuchPath
