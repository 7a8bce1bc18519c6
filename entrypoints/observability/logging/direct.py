"""A fast path to the output, for events of every request."""

import asyncio
import logging
from collections.abc import Callable
from select import PIPE_BUF
from typing import Any, TypeAlias

import msgspec
import structlog
from attrs import define, field

from entrypoints.observability.logging.lines import json_line

WriteLine: TypeAlias = Callable[[msgspec.Struct], None]

_encoded = msgspec.json.Encoder().encode


def direct_lines(logger: str) -> WriteLine | None:
    """Return a function that writes a struct as one JSON line; None if info events are not logged, or not as JSON.

    The struct is the whole line: whoever makes it sees to it that it is printable, shorter than `lines.LONGEST`,
    and holds no secrets. Lines of one turn of the event loop are written together, at its end; other events of that
    turn may be written before them.
    """
    told: Any = structlog.get_config()
    if told["processors"][-1] is not json_line or not structlog.get_logger(logger).is_enabled_for(logging.INFO):
        return None
    return _Gathered(told["logger_factory"](logger).msg)


@define
class _Gathered:
    """Lines that wait for the end of the event loop's turn, at most as many as a pipe accepts atomically.

    So the lines of several processes that write to one pipe do not get into each other.
    """

    write: Callable[[bytes], object]
    """Ends what it is given with a line feed."""
    _waiting: bytearray = field(factory=bytearray, init=False)
    _loop: asyncio.AbstractEventLoop | None = field(default=None, init=False)
    """Whose turn it is."""

    def __call__(self, event: msgspec.Struct) -> None:
        line = _encoded(event)
        if len(self._waiting) + len(line) >= PIPE_BUF:
            self._flush()
        self._waiting += line
        self._waiting += b"\n"
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:  # a request that is given up when all is over
            self._flush()
            return
        if self._loop is not loop:
            self._loop = loop
            loop.call_soon(self._flush)

    def _flush(self) -> None:
        self._loop = None
        if self._waiting:
            lines = bytes(self._waiting[:-1])
            self._waiting.clear()
            self.write(lines)
