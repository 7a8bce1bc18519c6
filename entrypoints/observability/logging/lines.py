"""Rendering a log event as one line: printable, bounded and without secrets, whatever it contains."""

import re
from collections.abc import Callable, Mapping, MutableMapping
from datetime import UTC, datetime
from typing import Any, TypeAlias

import msgspec

from entrypoints.observability.logging.masking import masked, plain, without_secrets

Fields: TypeAlias = dict[str, Any]

MAX_BYTES = 16_384
"""Of a line, with its line feed."""
MAX_FIELDS = 40
"""Of a line that would be longer than `MAX_BYTES`."""
TRUNCATE_TO = (4_000, 1_000, 100, 10)
"""Characters of each value of such a line: the first of these limits that makes it fit."""

_encoder = msgspec.json.Encoder()
_UNPRINTABLE = re.compile(r"[^ -~]")


def json_line(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> bytes:
    """Return an event as a JSON object: time, level, event, logger, and the rest."""
    return bounded_line(fields_of(event), as_json)


def fields_of(event: Mapping[str, Any]) -> Fields:
    """Return the fields of an event, in the order of the line, with secrets masked."""
    head = {
        "time": datetime.now(UTC).isoformat(timespec="microseconds")[:-6] + "Z",
        "level": event.get("level"),
        "event": plain(event.get("event")),
        "logger": event.get("logger"),
    }
    return head | {str(name): masked(str(name), value) for name, value in event.items() if name not in head}


def bounded_line(fields: Fields, render: Callable[[Fields], str]) -> bytes:
    """Render the fields; truncate values, and mark the line with `cut`, until it is shorter than `MAX_BYTES`."""
    line = _encoded(fields, render)
    for limit in TRUNCATE_TO:
        if len(line) < MAX_BYTES:
            break
        first = list(fields.items())[:MAX_FIELDS]
        line = _encoded({name[:100]: _truncated(value, limit) for name, value in first} | {"cut": True}, render)
    return line


def as_json(value: Any) -> str:
    """Return JSON on one line, with every unprintable character escaped."""
    try:
        text = _encoder.encode(value).decode()
    except UnicodeEncodeError:  # an unpaired surrogate, which UTF-8 cannot encode
        text = _encoder.encode(_without_surrogates(value)).decode()
    return text if text.isprintable() else _UNPRINTABLE.sub(_escaped, text)


def _encoded(fields: Fields, render: Callable[[Fields], str]) -> bytes:
    return without_secrets(render(fields)).encode()


def _escaped(character: re.Match[str]) -> str:
    if character[0].isprintable():
        return character[0]
    units = character[0].encode("utf-16-be")
    return "".join(f"\\u{units[at : at + 2].hex()}" for at in range(0, len(units), 2))


def _truncated(value: Any, limit: int) -> Any:
    """Return the beginning and more of the end, where a traceback names its error."""
    text = value if isinstance(value, str) else as_json(value)
    if len(text) <= limit:
        return value
    return f"{text[: limit // 4]} … {text[-(limit - limit // 4) :]}"


def _without_surrogates(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-8", "backslashreplace").decode()
    if isinstance(value, dict):
        return {_without_surrogates(name): _without_surrogates(item) for name, item in value.items()}
    return [_without_surrogates(item) for item in value] if isinstance(value, list) else value
