"""Secrets in files: `NAME_FILE` names a file with the value of `NAME`, as container platforms mount them."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from entrypoints.settings.dotenv import RawSetting

FILE = "_FILE"
MAX_BYTES = 65_536


def from_files(raw: Mapping[str, RawSetting], secrets: Iterable[str]) -> tuple[dict[str, RawSetting], list[str]]:
    """Return the values of secrets that are in files, and a message per violation, which repeats no content."""
    values, violations = {}, []
    for name in secrets:
        given = raw.get(name + FILE)
        if given is None:
            continue
        if name in raw:
            violations.append(f"{name + FILE} ({given.source}): {name} is set as well; remove one of the two")
            continue
        try:
            values[name] = RawSetting(name, _content(Path(given.text.strip())), f"{name + FILE}, {given.source}")
        except ValueError as error:
            violations.append(f"{name + FILE} ({given.source}): {error}")
    return values, violations


def _content(file: Path) -> str:
    try:
        with file.open("rb") as opened:
            content = opened.read(MAX_BYTES + 1)
        text = content.decode("utf-8-sig").rstrip("\r\n")
    except OSError as error:
        raise ValueError(f"{file} cannot be read ({error.strerror}); correct the path or its permissions") from None
    except UnicodeDecodeError:
        raise ValueError(f"{file} is not UTF-8 text; save it as such") from None
    if len(content) > MAX_BYTES:
        raise ValueError(f"{file} has more than {MAX_BYTES} bytes; name the file that contains only the secret")
    if not text:
        raise ValueError(f"{file} is empty; write the secret into it")
    return text
