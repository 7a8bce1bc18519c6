"""Structured logs on standard output: JSON, or readable lines on a terminal."""

import logging
import os
import sys
from collections.abc import MutableMapping
from contextlib import suppress
from typing import Any, BinaryIO

import structlog
from attrs import frozen

from entrypoints.observability.logging.console import ConsoleLine
from entrypoints.observability.logging.lines import json_line
from entrypoints.observability.logging.standard import forward_standard_logging
from entrypoints.settings.groups import Logs

__all__ = ["configure_logging"]


def configure_logging(logs: Logs, out: BinaryIO | None = None) -> None:
    """Write all log events of this process to standard output (or elsewhere), from now on."""
    stream = out or sys.stdout.buffer
    readable = logs.format == "console" or (logs.format == "auto" and stream.isatty())
    coloured = stream.isatty() and "NO_COLOR" not in os.environ
    level = logging.getLevelNamesMapping()[logs.level.upper()]
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            _with_logger_name,
            structlog.processors.format_exc_info,
            ConsoleLine(coloured) if readable else json_line,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.BytesLoggerFactory(_LossyStream(stream)),  # type: ignore[arg-type]  # it has every method that is used
        cache_logger_on_first_use=True,
    )
    forward_standard_logging(level)


def _with_logger_name(
    logger: structlog.BytesLogger, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    event.setdefault("logger", logger.name or "taskapi")
    return event


@frozen(eq=False)
class _LossyStream:
    """A stream whose reader may disappear: a request must not fail because its log line cannot be written."""

    stream: BinaryIO

    def write(self, line: bytes) -> None:
        with suppress(OSError, ValueError):
            self.stream.write(line)

    def flush(self) -> None:
        with suppress(OSError, ValueError):
            self.stream.flush()
