"""Path templates, and the one way to write a path."""

import re

from litestar.types import HTTPScope


def names_in(path: str) -> list[str]:
    """The names of the parameters in a path template."""
    return re.findall(r"{(\w+)}", path)


def path_of(scope: HTTPScope) -> str:
    """Return the path as it is written in the URL: of its segments, only a label may be percent-encoded."""
    return scope["raw_path"].decode("latin-1")


def is_canonical(path: str) -> bool:
    """Return whether a path has neither empty segments nor a slash at the end."""
    return not ("//" in path or (path.endswith("/") and path != "/"))
