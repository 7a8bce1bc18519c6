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

_encode = msgspec.json.Encoder().encode


def direct_lines(logger: str) -> WriteLine | None:
    """Return a function that writes a struct as one JSON line; None if info events are not logged, or not as JSON.

    The struct is the whole line: the caller ensures that it is printable, shorter than `lines.MAX_BYTES` and without
    secrets. Lines of one iteration of the event loop are written together at its end, possibly after other events of
    the same iteration.
    """
    config: Any = structlog.get_config()
    if config["processors"][-1] is not json_line or not structlog.get_logger(logger).is_enabled_for(logging.INFO):
        return None
    return _LineBuffer(config["logger_factory"](logger).msg)


@define
class _LineBuffer:
    """Buffers lines until the end of the event loop's iteration, at most as many as a pipe accepts atomically.

    So the lines of several processes that write to one pipe are not interleaved.
    """

    write: Callable[[bytes], object]
    """Writes its argument and a line feed."""
    _buffer: bytearray = field(factory=bytearray, init=False)
    _flushed_by: asyncio.AbstractEventLoop | None = field(default=None, init=False)
    """The event loop that will flush the buffer; None if it is empty."""

    def __call__(self, event: msgspec.Struct) -> None:
        line = _encode(event)
        if len(self._buffer) + len(line) >= PIPE_BUF:
            self._flush()
        self._buffer += line
        self._buffer += b"\n"
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:  # a request that is abandoned after the event loop has stopped
            self._flush()
            return
        if self._flushed_by is not loop:
            self._flushed_by = loop
            loop.call_soon(self._flush)

    def _flush(self) -> None:
        self._flushed_by = None
        if self._buffer:
            lines = bytes(self._buffer[:-1])
            self._buffer.clear()
            self.write(lines)
