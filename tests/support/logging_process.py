"""A separate process that logs like the server."""

import os
import subprocess
import sys

START = """
import logging, os, sys, structlog
from entrypoints.observability.logging import configure_logging
from entrypoints.settings.groups import Logs
configure_logging(Logs(level=os.environ.get("LEVEL", "info"), format=os.environ.get("FORMAT", "auto")))
log = structlog.get_logger("taskapi.test")
"""
"""The start of its program; LEVEL and FORMAT come from its environment."""


def run(code: str, **environ: str) -> str:
    inherited = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    command = [sys.executable, "-c", START + code]
    return subprocess.run(command, capture_output=True, check=True, text=True, env=inherited | environ).stdout  # noqa: S603 -- our own program
