"""Path templates, and the one way to write a path."""

import re

from litestar.types import HTTPScope


def names_in(path: str) -> list[str]:
    """The names of the ids in a path template."""
    return re.findall(r"{(\w+)}", path)


def is_canonical(scope: HTTPScope) -> bool:
    """Return whether the path is in canonical form: without percent-encoding, empty segments and a slash at the end."""
    path = scope["path"]
    return not (b"%" in scope["raw_path"] or "//" in path or (path.endswith("/") and path != "/"))
