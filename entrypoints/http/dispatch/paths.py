"""Path templates, and the one way to write a path."""

import re

from litestar.types import HTTPScope


def names_in(path: str) -> list[str]:
    """The names of the parameters in a path template."""
    return re.findall(r"{(\w+)}", path)


TEXT_PARAMETERS = frozenset({"label"})
"""Parameters that are texts, percent-encoded where necessary; all others are ids and numbers."""


def path_of(scope: HTTPScope) -> str:
    """Return the path as it is written in the URL."""
    return scope["raw_path"].decode("latin-1")


def is_canonical(path: str) -> bool:
    """Return whether a path has neither empty segments nor a slash at the end."""
    return not ("//" in path or (path.endswith("/") and path != "/"))
