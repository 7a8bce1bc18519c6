"""Which methods each path knows: asked only where routing has already failed, and by OPTIONS."""

import re
from collections.abc import Sequence
from typing import Self

from attrs import frozen
from litestar.routes import BaseRoute, HTTPRoute
from litestar.types import HTTPScope

from entrypoints.http.requests.errors import NoSuchPath


@frozen
class Paths:
    """All paths with their methods."""

    methods: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]

    @classmethod
    def of(cls, routes: Sequence[BaseRoute]) -> Self:
        """The paths that are routed; like the router, those without an id come first."""
        known = sorted(
            (route for route in routes if isinstance(route, HTTPRoute)), key=lambda it: len(it.path_parameters)
        )
        return cls(tuple((_pattern(route), _methods(route)) for route in known))

    def methods_at(self, path: str) -> tuple[str, ...]:
        """The methods this path knows; raises `NoSuchPath`."""
        for pattern, methods in self.methods:
            if pattern.fullmatch(path):
                return methods
        raise NoSuchPath


def _pattern(route: HTTPRoute) -> re.Pattern[str]:
    parts = (re.escape(part) if isinstance(part, str) else "[^/]+" for part in route.path_components)
    return re.compile("/" + "/".join(parts))


def _methods(route: HTTPRoute) -> tuple[str, ...]:
    methods: set[str] = {*route.methods, "OPTIONS"}
    if "GET" in methods:
        methods.add("HEAD")
    return tuple(sorted(methods))


def names_in(path: str) -> list[str]:
    """The names of the ids in a path template."""
    return re.findall(r"{(\w+)}", path)


def ensure_one_spelling(scope: HTTPScope) -> None:
    """Raise `NoSuchPath` for a path that is not written as we write it: nothing has two addresses.

    Our paths need no percent-encoding and end without a slash.
    """
    path = scope["path"]
    if b"%" in scope["raw_path"] or "//" in path or (path.endswith("/") and path != "/"):
        raise NoSuchPath
