"""The files that an operator starts from."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from prometheus_client import CollectorRegistry

from entrypoints.cli.program import COMMANDS
from entrypoints.observability.metrics.process_metrics import ProcessMetrics
from entrypoints.server.application import application
from entrypoints.settings.settings import all_settings
from tests.entrypoints.http.support.api import a_container
from tests.support.repository import ROOT

DEPLOY = ROOT / "deploy"

SETTINGS = {setting.name: setting for setting in all_settings()}
DRAIN = float(SETTINGS["DRAIN_SECONDS"].default or 0)


def text(name: str) -> str:
    return (DEPLOY / name).read_text(encoding="utf-8")


def documents(name: str) -> list[Any]:
    """The documents of a YAML file."""
    return list(yaml.safe_load_all(text(name)))


def exported() -> set[str]:
    """Every name of an exported metric, as in queries."""
    registry = CollectorRegistry()
    ProcessMetrics.create(registry)
    return set(_names(registry))


def _names(registry: CollectorRegistry) -> Iterator[str]:
    for metric in registry.collect():
        match metric.type:
            case "histogram":
                yield from (f"{metric.name}_{part}" for part in ("bucket", "count", "sum"))
            case "counter":
                yield f"{metric.name}_total"
            case _:
                yield metric.name


def names_in(query: str) -> set[str]:
    """The metrics of ours that a query asks for."""
    return set(re.findall(r"\btaskapi_\w+", query))


def labels_in(query: str) -> set[str]:
    """The labels that a query chooses by, or groups by."""
    chosen = set(re.findall(r"(\w+)\s*(?:=~|!~|!=|=)\s*\"", query))
    grouped = {name.strip() for names in re.findall(r"\bby \(([^)]*)\)", query) for name in names.split(",")}
    return chosen | grouped


def run(*command: str | Path) -> tuple[int, str]:
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)  # noqa: S603 - fixed programs
    return done.returncode, done.stdout + done.stderr


def ensure_command(arguments: list[str]) -> None:
    """The program knows these arguments."""
    code, output = run(sys.executable, "-m", "entrypoints.cli", *arguments, "--help")
    assert code == 0, output
    assert f"taskapi {arguments[0]}" in output
    assert arguments[0] in COMMANDS


def readable(name: str, value: str) -> object:
    """The value of a setting; fails if it is none."""
    return SETTINGS[name].parse(value)


def served() -> set[str]:
    container = a_container()
    app: Any = application(container).litestar
    return {route.path for route in app.routes}
