"""Log events as readable lines on a terminal.

structlog's `ConsoleRenderer` escapes values only: control characters in an event, in a name, or in a traceback
reach the terminal, where they can forge lines.
"""

import re
from collections.abc import MutableMapping
from typing import Any

from attrs import frozen

from entrypoints.observability.logging.lines import Fields, as_json, bounded_line, fields_of

COLOURS = {"debug": "2", "info": "32", "warning": "33", "error": "31", "critical": "1;31"}

_BARE = re.compile(r"[\w./:@+-]+", re.ASCII)


@frozen
class ConsoleLine:
    """Renders an event as `time level event name=value …`, followed by the traceback, if any, indented."""

    coloured: bool

    def __call__(self, _logger: Any, _method: str, event: MutableMapping[str, Any]) -> bytes:
        return bounded_line(fields_of(event), self._render)

    def _render(self, fields: Fields) -> str:
        time, level, event, logger, *rest = fields.items()
        pairs = [
            f"{_escaped(name)}={_quoted(value)}" for name, value in rest if name != "exception" and value is not None
        ]
        first = f"{time[1][11:23]} {self._coloured(f'{level[1]:<8}', level[1])} {_escaped(event[1])}"
        traceback = [f"    {_escaped(line)}" for line in str(fields.get("exception") or "").splitlines()]
        return "\n".join([" ".join([first, *pairs, f"({_escaped(logger[1])})"]), *traceback])

    def _coloured(self, text: str, level: str) -> str:
        return f"\x1b[{COLOURS.get(level, '0')}m{text}\x1b[0m" if self.coloured else text


def _quoted(value: Any) -> str:
    """Return a value as JSON; quotes are left out where nothing is ambiguous without them."""
    return value if isinstance(value, str) and _BARE.fullmatch(value) else as_json(value)


def _escaped(value: Any) -> str:
    """Return a text with unprintable characters escaped, without quotes."""
    return as_json(value)[1:-1].replace('\\"', '"').replace("\\\\", "\\") if isinstance(value, str) else as_json(value)
