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


def read_dotenv(file: Path) -> tuple[dict[str, RawSetting], list[str]]:
    """Return the values of a file, if it exists, and a message per violation, which does not repeat the line."""
    try:
        lines = file.read_text(encoding="utf-8-sig").split("\n")
    except FileNotFoundError:
        return {}, []
    except UnicodeDecodeError:
        return {}, [f"{file}: is not UTF-8 text; save it as such"]
    except OSError as error:
        return {}, [f"{file}: cannot be read ({error.strerror}); make it readable, or remove it"]
    values: dict[str, RawSetting] = {}
    violations = []
    for number, line in _assignments(lines):
        source = f"{file.name}, line {number}"
        try:
            setting = _parsed(line, source)
        except ValueError as error:
            violations.append(f"{source}: {error}")
            continue
        if setting.name in values:
            violations.append(f"{setting.name} ({source}): is set a second time; remove one of the two")
        values[setting.name] = setting
    return values, violations


def _assignments(lines: list[str]) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(lines, start=1):
        if line.strip() and not line.lstrip().startswith("#"):
            yield number, line.strip()


def _parsed(line: str, source: str) -> RawSetting:
    match = _LINE.fullmatch(line)
    if match is None:
        raise ValueError("is not NAME=value; correct it, or start it with # to make it a comment")
    return RawSetting(match["name"], _value(match["value"]), source)


def _value(text: str) -> str:
    if not text.startswith(("'", '"')):
        return re.split(r"(?:^|\s+)#", text)[0]
    match = _QUOTED.fullmatch(text)
    if match is None:
        raise ValueError("has an unmatched quotation mark; add the other one, or use the other kind of quotation marks")
    if match["plain"] is not None:
        return match["plain"]
    return re.sub(r"\\(.)", lambda escape: _ESCAPES.get(escape[1], escape[1]), match["escaped"])
