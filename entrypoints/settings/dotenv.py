"""The `.env` file: one `NAME=value` per line, as shells and Docker read it; any other line is rejected."""

import re
from collections.abc import Iterator
from pathlib import Path

from attrs import frozen

_LINE = re.compile(r"(?:export\s+)?(?P<name>[A-Za-z_][A-Za-z0-9_]*)\s*=\s*(?P<value>.*)")
_QUOTED = re.compile(r"""(?:'(?P<plain>[^']*)'|"(?P<escaped>(?:[^"\\]|\\.)*)")\s*(?:#.*)?""")
_ESCAPES = {"n": "\n", "t": "\t"}


@frozen
class RawSetting:
    """A value as it was set, and where."""

    name: str
    text: str
    source: str


def given_in(file: Path) -> tuple[dict[str, RawSetting], list[str]]:
    """All values of a file, none if there is no file, and what cannot be understood, without repeating it."""
    try:
        lines = file.read_text(encoding="utf-8-sig").split("\n")
    except FileNotFoundError:
        return {}, []
    except UnicodeDecodeError:
        return {}, [f"{file}: is not UTF-8 text; save it as such"]
    except OSError as error:
        return {}, [f"{file}: cannot be read ({error.strerror}); make it readable, or remove it"]
    found: dict[str, RawSetting] = {}
    problems = []
    for number, line in _meaningful(lines):
        source = f"{file.name}, line {number}"
        try:
            given = _given(line, source)
        except ValueError as error:
            problems.append(f"{source}: {error}")
            continue
        if given.name in found:
            problems.append(f"{given.name} ({source}): is set a second time; remove one of the two")
        found[given.name] = given
    return found, problems


def _meaningful(lines: list[str]) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(lines, start=1):
        if line.strip() and not line.lstrip().startswith("#"):
            yield number, line.strip()


def _given(line: str, source: str) -> RawSetting:
    match = _LINE.fullmatch(line)
    if match is None:
        raise ValueError("is not NAME=value; correct it, or begin it with # to make it a comment")
    return RawSetting(match["name"], _value(match["value"]), source)


def _value(text: str) -> str:
    if not text.startswith(("'", '"')):
        return re.split(r"(?:^|\s+)#", text)[0]
    match = _QUOTED.fullmatch(text)
    if match is None:
        raise ValueError("has a quotation mark without a partner; add it, or put the other kind around the value")
    if match["plain"] is not None:
        return match["plain"]
    return re.sub(r"\\(.)", lambda escape: _ESCAPES.get(escape[1], escape[1]), match["escaped"])
