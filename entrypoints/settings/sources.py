"""Collecting what was set, and rejecting names that would be ignored."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from entrypoints.settings.dotenv import RawSetting, read_dotenv
from entrypoints.settings.names import near_miss, nearest

TELEMETRY = "OTEL_"
"""The prefix of the variables of OpenTelemetry, which validates them itself."""


def raw_settings(
    environ: Mapping[str, str], dotenv: Path | None, setting_names: Iterable[str]
) -> tuple[dict[str, RawSetting], list[str]]:
    """Return all values, those of the environment before those of the file, and a message per violation."""
    names = list(setting_names)
    from_file, unreadable = read_dotenv(dotenv) if dotenv else ({}, [])
    from_environment = {name: RawSetting(name, text, "environment") for name, text in environ.items()}
    violations = [*_misspelled(environ, names), *unreadable, *_unknown(from_file, names)]
    return from_file | from_environment, violations


def _misspelled(environ: Mapping[str, str], names: list[str]) -> Iterator[str]:
    """The environment contains many names for other programs, so only near misses are rejected."""
    for name in environ:
        suggestion = None if name in names else near_miss(name, names)
        if suggestion:
            yield f"{name} (environment): is not a setting; rename it to {suggestion}, or unset it"


def _unknown(from_file: dict[str, RawSetting], names: list[str]) -> Iterator[str]:
    """The file is for this program alone, so every unknown name is rejected."""
    for name, raw in from_file.items():
        if name not in names and not name.startswith(TELEMETRY):
            suggestion = nearest(name, names)
            yield f"{name} ({raw.source}): is not a setting; the nearest is {suggestion}; rename it, or remove the line"
