"""Entity tags: the version of a task, quoted (RFC 9110, 8.8.3 and 13.1)."""

import re

from entrypoints.http.refusals import BadRequest

_TAG = re.compile(rb'(W/)?"([\x21\x23-\x7e\x80-\xff]*)"')
# Empty elements are to be taken (RFC 9110, 5.6.1.2).
_LIST = re.compile(rb"[ \t,]*%b(?:[ \t]*,[ \t,]*%b)*[ \t,]*" % (_TAG.pattern, _TAG.pattern))
_VERSION = re.compile(rb"[1-9][0-9]{0,17}")


def tag_of(version: int) -> str:
    """The strong entity tag of a version."""
    return f'"{version}"'


def versions_in(if_match: bytes) -> frozenset[int] | None:
    """The versions an If-Match header admits; none for `*`, which admits any.

    The comparison is a strong one, so weak tags admit nothing, nor do tags that
    we never gave out. Raises `BadRequest` for what is no list of entity tags.
    """
    if if_match == b"*":
        return None
    return frozenset(int(tag) for weak, tag in _tags(if_match, "If-Match") if not weak and _VERSION.fullmatch(tag))


def names_version(if_none_match: bytes, version: int) -> bool:
    """Whether an If-None-Match header names this version, weakly compared; raises `BadRequest` as above."""
    if if_none_match == b"*":
        return True
    return any(tag == b"%d" % version for _, tag in _tags(if_none_match, "If-None-Match"))


def _tags(raw: bytes, header: str) -> list[tuple[bytes, bytes]]:
    if not _LIST.fullmatch(raw):
        raise BadRequest(f'{header} must be *, or entity tags in double quotes, such as "1"')
    return _TAG.findall(raw)
