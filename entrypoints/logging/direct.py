"""The short way to the output, for events that happen at every request."""

import logging
from collections.abc import Callable
from typing import Any, TypeAlias

import msgspec
import structlog

from entrypoints.logging.lines import json_line

WriteLine: TypeAlias = Callable[[msgspec.Struct], None]


def direct_lines(logger: str) -> WriteLine | None:
    """Return what writes a struct as one JSON line; None if lines of level info are not wanted, or not as JSON.

    The struct is the whole line: whoever makes it sees to it that it is printable, shorter than `lines.LONGEST`,
    and holds no secrets.
    """
    told: Any = structlog.get_config()
    if told["processors"][-1] is not json_line or not structlog.get_logger(logger).is_enabled_for(logging.INFO):
        return None
    write, encoded = told["logger_factory"](logger).msg, msgspec.json.Encoder().encode
    return lambda line: write(encoded(line))
