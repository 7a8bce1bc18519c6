"""Rendering a log event as one line: printable, bounded and without secrets, whatever it contains."""

import re
from collections.abc import Callable, Mapping, MutableMapping
from datetime import UTC, datetime
from typing import Any, TypeAlias

import msgspec

from entrypoints.observability.logging.masking import masked, plain, without_secrets

Told: TypeAlias = dict[str, Any]

LONGEST = 16_384
"""Bytes of a line with its end."""
MOST_FIELDS = 40
SHORTER = (4_000, 1_000, 100, 10)
"""Characters of each value in a line that would be too long."""

_encoder = msgspec.json.Encoder()
_UNPRINTABLE = re.compile(r"[^ -~]")


def json_line(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> bytes:
    """Return an event as a JSON object: time, level, event, logger, and the rest."""
    return fitting(told(event), as_json)


def told(event: Mapping[str, Any]) -> Told:
    """Return the fields of an event, in the order of the line."""
    head = {
        "time": datetime.now(UTC).isoformat(timespec="microseconds")[:-6] + "Z",
        "level": event.get("level"),
        "event": plain(event.get("event")),
        "logger": event.get("logger"),
    }
    return head | {str(name): masked(str(name), value) for name, value in event.items() if name not in head}


def fitting(told: Told, write: Callable[[Told], str]) -> bytes:
    """Return the line, with values truncated if needed."""
    line = _written(told, write)
    for longest in SHORTER:
        if len(line) < LONGEST:
            break
        kept = list(told.items())[:MOST_FIELDS]
        line = _written({name[:100]: _cut(value, longest) for name, value in kept} | {"cut": True}, write)
    return line


def as_json(value: Any) -> str:
    """JSON on one line, in which every character can be printed; nothing is lost by it."""
    try:
        text = _encoder.encode(value).decode()
    except UnicodeEncodeError:  # half of a surrogate pair, which UTF-8 cannot have
        text = _encoder.encode(_well_formed(value)).decode()
    return text if text.isprintable() else _UNPRINTABLE.sub(_escaped, text)


def _written(told: Told, write: Callable[[Told], str]) -> bytes:
    return without_secrets(write(told)).encode()


def _escaped(character: re.Match[str]) -> str:
    if character[0].isprintable():
        return character[0]
    units = character[0].encode("utf-16-be")
    return "".join(f"\\u{units[at : at + 2].hex()}" for at in range(0, len(units), 2))


def _cut(value: Any, longest: int) -> Any:
    """Return the beginning and more of the end, where a traceback names its error."""
    text = value if isinstance(value, str) else as_json(value)
    if len(text) <= longest:
        return value
    return f"{text[: longest // 4]} … {text[-(longest - longest // 4) :]}"


def _well_formed(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-8", "backslashreplace").decode()
    if isinstance(value, dict):
        return {_well_formed(name): _well_formed(item) for name, item in value.items()}
    return [_well_formed(item) for item in value] if isinstance(value, list) else value
