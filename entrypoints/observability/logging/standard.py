"""Forwarding the records of Python's `logging`, which libraries use, to structlog."""

import logging

import structlog


class StructlogForwarder(logging.Handler):
    """Forwards every record to structlog."""

    def emit(self, record: logging.LogRecord) -> None:
        try:
            level = min(max(record.levelno // 10, 1), 5) * 10
            structlog.get_logger(record.name).log(level, record.getMessage().strip(), exc_info=record.exc_info)
        except Exception:  # noqa: BLE001 -- as the standard library's own handlers do
            self.handleError(record)


def forward_standard_logging(level: int) -> None:
    """Send all records from a level on, and all warnings, to structlog only."""
    root = logging.getLogger()
    root.handlers[:] = [StructlogForwarder()]
    root.setLevel(level)
    logging.captureWarnings(capture=True)
