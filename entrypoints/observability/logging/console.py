"""Log events as readable lines on a terminal."""

import re
from collections.abc import MutableMapping
from typing import Any

from attrs import frozen

from entrypoints.observability.logging.lines import Told, as_json, fitting, told

COLOURS = {"debug": "2", "info": "32", "warning": "33", "error": "31", "critical": "1;31"}

_BARE = re.compile(r"[\w./:@+-]+", re.ASCII)


@frozen
class ConsoleLine:
    """An event as `time level event name=value …`; a traceback follows, each of its lines indented."""

    coloured: bool

    def __call__(self, _logger: Any, _method: str, event: MutableMapping[str, Any]) -> bytes:
        return fitting(told(event), self._write)

    def _write(self, told: Told) -> str:
        time, level, event, logger, *rest = told.items()
        fields = [
            f"{_unquoted(name)}={_shown(value)}" for name, value in rest if name != "exception" and value is not None
        ]
        first = f"{time[1][11:23]} {self._painted(f'{level[1]:<8}', level[1])} {_unquoted(event[1])}"
        traceback = [f"    {_unquoted(line)}" for line in str(told.get("exception") or "").splitlines()]
        return "\n".join([" ".join([first, *fields, f"({logger[1]})"]), *traceback])

    def _painted(self, text: str, level: str) -> str:
        return f"\x1b[{COLOURS.get(level, '0')}m{text}\x1b[0m" if self.coloured else text


def _shown(value: Any) -> str:
    return value if isinstance(value, str) and _BARE.fullmatch(value) else as_json(value)


def _unquoted(value: Any) -> str:
    """A text that is not mistaken for a value, with everything unprintable escaped."""
    return as_json(value)[1:-1].replace('\\"', '"').replace("\\\\", "\\") if isinstance(value, str) else as_json(value)
