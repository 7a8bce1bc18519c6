"""Entity tags (the version of a task, quoted) and conditional requests (RFC 9110, 8.8.3 and 13.1)."""

import re
from collections.abc import Callable, Container

from attrs import frozen

from domain.tasks.progress import Progress
from entrypoints.http.requests.errors import BadRequest

_TAG = r'(?:W/)?"[!#-~\x80-\xFF]*"'
# Empty elements must be accepted (RFC 9110, 5.6.1.2).
CONDITION = rf"\*|[ \t,]*{_TAG}(?:[ \t]*,[ \t,]*{_TAG})*[ \t,]*"
"""The syntax of If-Match and If-None-Match, in a pattern that means the same in every dialect."""

_condition = re.compile(CONDITION).fullmatch
_tags = re.compile(r'(W/)?"([^"]*)"').findall
_version = re.compile("([1-9][0-9]{0,17})").fullmatch
_version_with_progress = re.compile(r"([1-9][0-9]{0,17})(?:\.[0-9]+-[0-9]+)?").fullmatch


def tag_of(version: int) -> str:
    """The strong entity tag of a version."""
    return f'"{version}"'


def tag_with_progress(version: int, progress: Progress) -> str:
    """The strong entity tag of a version together with the progress of subtasks; as If-Match it names the version."""
    return f'"{version}.{progress.done}-{progress.total}"'


class Every(Container[int]):
    """All versions: the meaning of `*`."""

    def __contains__(self, version: object) -> bool:
        return True


EVERY, NONE = Every(), frozenset[int]()


@frozen
class ChangeableVersions(Container[int]):
    """The versions that a request may change (RFC 9110, 13.2.2)."""

    matched: Container[int]
    """By If-Match."""
    excluded: Container[int]
    """By If-None-Match."""

    def __contains__(self, version: object) -> bool:
        return version in self.matched and version not in self.excluded


def versions_matched(if_match: bytes) -> Container[int]:
    """Return the versions that an If-Match header names; raise `BadRequest` if it is not a list of entity tags.

    Our tags name versions, not bytes, so a tag that a compressing proxy has weakened counts as well.
    """
    return _versions(if_match, "If-Match", _version_with_progress)


def versions_known(if_none_match: bytes) -> Container[int]:
    """Return the versions that an If-None-Match header names; raise `BadRequest` as above."""
    return _versions(if_none_match, "If-None-Match", _version)


def names(if_none_match: bytes, tag: str) -> bool:
    """Return whether an If-None-Match header names this entity tag; raise `BadRequest` as above."""
    written = _written(if_none_match, "If-None-Match")
    return written == "*" or any(f'"{opaque}"' == tag.removeprefix("W/") for _, opaque in _tags(written))


def _versions(raw: bytes, header: str, read: Callable[[str], re.Match[str] | None]) -> Container[int]:
    written = _written(raw, header)
    if written == "*":
        return EVERY
    return frozenset(int(found[1]) for _, tag in _tags(written) if (found := read(tag)))


def _written(raw: bytes, header: str) -> str:
    written = raw.decode("latin-1")
    if not _condition(written):
        raise BadRequest(f'{header} must be *, or entity tags in double quotes, such as "1"')
    return written
